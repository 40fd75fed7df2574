import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { usePaneSize } from '../session/preferences.ts';
import classes from './Splitter.module.css';

/** Props of {@link Splitter}. */
export type SplitterProps = {
  /** Under this name the size is remembered for the person. */
  name: string;
  first: ReactNode;
  second: ReactNode;
  direction?: 'horizontal' | 'vertical';
  /** Share of the first pane in percent, at first and at the least and most. */
  initial?: number;
  minimum?: number;
  maximum?: number;
  label?: string;
  /** One pane under the other, without a handle: for narrow windows. */
  isStacked?: boolean;
  /** Only the first pane, for now: it stays the same when the second one appears. */
  isSecondHidden?: boolean;
};

const keyStep = 2;

/** Two panes with a handle between them: by mouse, touch or arrow keys; a double click restores the first size. */
export function Splitter({
  name,
  first,
  second,
  direction = 'horizontal',
  initial = 50,
  minimum = 15,
  maximum = 85,
  label = 'Resize',
  isStacked = false,
  isSecondHidden = false,
}: SplitterProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = usePaneSize(name, initial);
  const isHorizontal = direction === 'horizontal';
  const clamp = (value: number): number => Math.min(maximum, Math.max(minimum, Math.round(value * 10) / 10));
  const shown = clamp(size);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    const box = frame.current.getBoundingClientRect();
    setSize(clamp(isHorizontal ? ((event.clientX - box.left) / box.width) * 100 : ((event.clientY - box.top) / box.height) * 100));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowLeft: -keyStep, ArrowUp: -keyStep, ArrowRight: keyStep, ArrowDown: keyStep };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setSize(clamp(shown + step));
  };
  if (isStacked) {
    return (
      <div className={classes.stack}>
        {first}
        {second}
      </div>
    );
  }
  return (
    <div ref={frame} className={classes.frame} data-direction={direction}>
      <div className={classes.pane} style={{ flexBasis: isSecondHidden ? '100%' : `${shown}%` }}>
        {first}
      </div>
      {!isSecondHidden && (
        <>
          <div
            role="separator"
            tabIndex={0}
            aria-label={label}
            aria-orientation={isHorizontal ? 'vertical' : 'horizontal'}
            aria-valuenow={Math.round(shown)}
            aria-valuemin={minimum}
            aria-valuemax={maximum}
            className={classes.handle}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
            onDoubleClick={() => setSize(initial)}
            onKeyDown={onKeyDown}
          />
          <div className={`${classes.pane} ${classes.rest}`}>{second}</div>
        </>
      )}
    </div>
  );
}
