import { Checkbox } from '@mantine/core';
import { useMemo, useRef, type ReactNode } from 'react';
import choices from '../_shared/choices.module.css';
import { focusFirst, GroupField } from '../_shared/GroupField.tsx';
import { countProblem, fullOptions, keyOf } from '../_shared/options.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { checkboxGroup } from './definition.ts';

/** Several choices, each with a box. What is chosen keeps the order of the choices. */
export function CheckboxGroupView(view: ComponentProps<typeof checkboxGroup>): ReactNode {
  const { props, state, emit, isEditing } = view;
  const element = useRef<HTMLDivElement>(null);
  const options = useMemo(() => fullOptions(props.options), [props.options]);
  const { change, error } = useInput(view, {
    empty: [],
    initial: props.value ?? [],
    isEmpty: (value) => value.length === 0,
    check: (value) => countProblem(value.length, props),
    focus: () => focusFirst(element.current),
  });
  const chosen = state.value ?? [];
  const turn = (value: string | number | boolean): void => {
    const isOn = chosen.includes(value);
    void change(options.map((option) => option.value).filter((other) => (other === value ? !isOn : chosen.includes(other))));
  };
  const isFull = props.max !== undefined && chosen.length >= props.max;
  return (
    <GroupField props={props} error={error} element={element} onBlur={() => void emit('blur')}>
      <div className={choices.choices} data-orientation={props.orientation}>
        {options.length === 0 && <p className={choices.none}>No choices</p>}
        {options.map(({ value, label, is_disabled: isDisabled }) => (
          <Checkbox
            key={keyOf(value)}
            label={label}
            checked={chosen.includes(value)}
            disabled={props.disabled || isDisabled === true || (isFull && !chosen.includes(value))}
            aria-readonly={props.read_only || undefined}
            tabIndex={isEditing ? -1 : undefined}
            onChange={() => {
              if (!props.read_only) turn(value);
            }}
          />
        ))}
      </div>
    </GroupField>
  );
}
