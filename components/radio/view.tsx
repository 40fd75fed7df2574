import { Radio, SegmentedControl } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import choices from '../_shared/choices.module.css';
import { focusFirst, GroupField } from '../_shared/GroupField.tsx';
import { fullOptions, keyOf } from '../_shared/options.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { radio } from './definition.ts';
import classes from './radio.module.css';

/** One of a few choices, as a list of radio buttons or as one control in segments. */
export function RadioView(view: ComponentProps<typeof radio>): ReactNode {
  const { props, state, emit, expose, isEditing } = view;
  const name = useId();
  const element = useRef<HTMLDivElement>(null);
  const options = useMemo(() => fullOptions(props.options), [props.options]);
  const { change, error } = useInput(view, {
    empty: null,
    initial: props.value,
    isEmpty: (value) => value === null,
    focus: () => focusFirst(element.current),
  });
  const chosen = options.find(({ value }) => value === state.value) ?? null;
  useEffect(() => expose({ option: chosen }), [chosen, expose]);
  const choose = (value: string | number | boolean): void => {
    if (!props.read_only) void change(value);
  };
  const isSegmented = props.look === 'segmented' && options.length > 0;
  return (
    <GroupField props={props} error={error} role={isSegmented ? 'group' : 'radiogroup'} element={element} onBlur={() => void emit('blur')}>
      {isSegmented ? (
        <div className={classes.segments} inert={isEditing}>
          <SegmentedControl
            name={name}
            aria-label={props.label === '' ? 'Choice' : props.label}
            orientation={props.orientation === 'vertical' && options.length > 5 ? 'vertical' : 'horizontal'}
            data={options.map(({ value, label, is_disabled: isDisabled }) => ({ value: keyOf(value), label, disabled: isDisabled === true }))}
            value={state.value === null ? '' : keyOf(state.value)}
            disabled={props.disabled}
            readOnly={props.read_only}
            onChange={(key) => {
              const option = options.find(({ value }) => keyOf(value) === key);
              if (option) choose(option.value);
            }}
          />
        </div>
      ) : (
        <div className={choices.choices} data-orientation={props.orientation}>
          {options.length === 0 && <p className={choices.none}>No choices</p>}
          {options.map(({ value, label, is_disabled: isDisabled }) => (
            <Radio
              key={keyOf(value)}
              name={name}
              label={label}
              checked={state.value === value}
              disabled={props.disabled || isDisabled === true}
              tabIndex={isEditing ? -1 : undefined}
              onChange={() => choose(value)}
            />
          ))}
        </div>
      )}
    </GroupField>
  );
}
