import { useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import type { split } from './definition.ts';
import classes from './split.module.css';
import { shareAt } from './share.ts';

const keyStep = 2;

/** Two parts and a handle: by mouse, touch or arrow keys, a double click restores. In a narrow place they stand one under the other. */
export function SplitView({ props, expose, emit, slot, isEditing }: ComponentProps<typeof split>): ReactNode {
  const panes = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<number | null>(null);
  const limits = { least: props.minimum, most: 100 - props.minimum };
  const shown = Math.min(limits.most, Math.max(limits.least, own ?? props.size));
  const isVertical = props.direction === 'vertical';
  const isFixed = !props.is_resizable || props.disabled || isEditing;
  const resize = (size: number): void => {
    const next = Math.min(limits.most, Math.max(limits.least, Math.round(size * 10) / 10));
    setOwn(next);
    expose({ size: next });
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (isFixed || !panes.current || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const isRightToLeft = getComputedStyle(panes.current).direction === 'rtl';
    resize(shareAt(panes.current.getBoundingClientRect(), { x: event.clientX, y: event.clientY }, isVertical, isRightToLeft));
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const sideways = isRightToLeft ? -keyStep : keyStep;
    const steps: Record<string, number> = isVertical ? { ArrowUp: -keyStep, ArrowDown: keyStep } : { ArrowLeft: -sideways, ArrowRight: sideways };
    const step = steps[event.key] ?? { Home: -100, End: 100 }[event.key];
    if (step === undefined || isFixed) return;
    event.preventDefault();
    resize(shown + step);
    void emit('resize', { size: shown + step });
  };
  const hasRoles = { role: 'separator', 'aria-orientation': isVertical ? ('horizontal' as const) : ('vertical' as const) };
  return (
    <div className={classes.frame} style={{ height: props.height }}>
      <div
        ref={panes}
        className={classes.panes}
        data-direction={props.direction}
        data-free={props.height === undefined}
        style={{ '--share': `${shown}%` } as CSSProperties}
      >
        <div className={classes.pane}>{slot('first')}</div>
        {isFixed ? (
          <div className={classes.handle} data-fixed {...hasRoles} />
        ) : (
          <div
            className={classes.handle}
            {...hasRoles}
            tabIndex={0}
            aria-label={props.label}
            aria-valuenow={Math.round(shown)}
            aria-valuemin={limits.least}
            aria-valuemax={limits.most}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag}
            onPointerUp={() => void emit('resize', { size: shown })}
            onDoubleClick={() => resize(props.size)}
            onKeyDown={press}
          />
        )}
        <div className={classes.pane}>{slot('second')}</div>
      </div>
    </div>
  );
}
