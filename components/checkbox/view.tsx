import { Checkbox } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { checkbox } from './definition.ts';

/** Yes or no. */
export function CheckboxView(view: ComponentProps<typeof checkbox>): ReactNode {
  const { props, state, emit, useMethods, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const { change, error } = useInput(view, {
    empty: false,
    initial: props.value,
    isEmpty: (value) => props.required && !value,
    check: (value) => (props.must_be_ticked && !value ? `${props.label === '' ? 'This' : props.label} has to be ticked.` : null),
    focus: () => element.current?.focus(),
  });
  const isOn = state.value === true;
  useMethods({ toggle: () => change(!isOn) });
  return (
    <Checkbox
      ref={element}
      label={props.label === '' ? undefined : props.label}
      description={props.help}
      error={error ?? false}
      required={props.required || props.must_be_ticked}
      disabled={props.disabled}
      checked={isOn}
      readOnly={props.read_only}
      aria-readonly={props.read_only || undefined}
      tabIndex={isEditing ? -1 : undefined}
      onChange={() => {
        if (!props.read_only) void change(!isOn);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void emit('submit', { value: isOn });
      }}
      onBlur={() => void emit('blur')}
    />
  );
}
