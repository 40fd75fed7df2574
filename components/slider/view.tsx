import { Slider } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { focusFirst, GroupField } from '../_shared/GroupField.tsx';
import { formatNumber } from '../_shared/numbers.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { slider } from './definition.ts';
import classes from './slider.module.css';

/** A number between two others. Others are told when it is let go, not at every step of the way. */
export function SliderView(view: ComponentProps<typeof slider>): ReactNode {
  const { props, state, emit, isEditing, host } = view;
  const element = useRef<HTMLDivElement>(null);
  const { change, error } = useInput(view, {
    empty: props.min,
    initial: props.value,
    isEmpty: () => false,
    check: (value) => (value < props.min || value > props.max ? `Between ${written(props.min)} and ${written(props.max)}.` : null),
    focus: () => focusFirst(element.current),
  });
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? (typeof state.value === 'number' ? state.value : props.min);
  function written(value: number): string {
    return formatNumber(value, { kind: props.format, currency: props.currency }, host.locale);
  }
  const isFixed = props.disabled || props.read_only;
  return (
    <GroupField props={props} error={error} element={element} onBlur={() => void emit('blur')}>
      <div className={classes.row} data-marked={props.marks.some(({ label }) => label !== undefined)}>
        <Slider
          className={classes.slider}
          size="sm"
          thumbSize={16}
          label={null}
          min={props.min}
          max={Math.max(props.max, props.min + props.step)}
          step={props.step}
          value={Math.min(props.max, Math.max(props.min, shown))}
          disabled={isFixed}
          marks={props.marks.map(({ value, label }) => ({ value, label }))}
          thumbLabel={props.label === '' ? 'Value' : props.label}
          thumbValueText={written}
          thumbProps={{
            tabIndex: isEditing || isFixed ? -1 : 0,
            'aria-disabled': isFixed || undefined,
            'aria-invalid': error === undefined ? undefined : true,
          }}
          onChange={isEditing ? () => undefined : setDragged}
          onChangeEnd={(value) => {
            setDragged(null);
            if (!isEditing && value !== state.value) void change(value);
          }}
        />
        <output className={classes.value}>{written(shown)}</output>
      </div>
    </GroupField>
  );
}
