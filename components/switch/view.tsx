import { Switch } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { switchInput } from './definition.ts';

/** On or off. */
export function SwitchView(view: ComponentProps<typeof switchInput>): ReactNode {
  const { props, state, emit, useMethods, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const { change, error } = useInput(view, {
    empty: false,
    initial: props.value,
    isEmpty: (value) => props.required && !value,
    focus: () => element.current?.focus(),
  });
  const isOn = state.value === true;
  useMethods({ toggle: () => change(!isOn) });
  const stateText = isOn ? props.on_text : props.off_text;
  return (
    <Switch
      ref={element}
      label={[props.label, stateText].filter(Boolean).join(': ') || undefined}
      description={props.help}
      error={error ?? false}
      required={props.required}
      disabled={props.disabled}
      checked={isOn}
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
