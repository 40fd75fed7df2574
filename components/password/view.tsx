import { PasswordInput } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { password } from './definition.ts';

const fills = { nothing: 'off', current_password: 'current-password', new_password: 'new-password' } as const;

/** A secret. It has no default: what stands in a document is no secret. */
export function PasswordView(view: ComponentProps<typeof password>): ReactNode {
  const { props, state, emit, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const shortest = props.min_length;
  const { change, error } = useInput(view, {
    empty: '',
    initial: '',
    isEmpty: (value) => value === '',
    check: (value) => (shortest !== undefined && value.length < shortest ? `At least ${shortest} characters.` : null),
    focus: () => element.current?.focus(),
  });
  return (
    <PasswordInput
      ref={element}
      {...inputLooks(props, error)}
      autoComplete={fills[props.fills]}
      value={state.value ?? ''}
      tabIndex={isEditing ? -1 : undefined}
      {...(props.can_show ? {} : { visible: false, rightSection: <span /> })}
      onChange={(event) => void change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void emit('submit', { value: event.currentTarget.value });
      }}
      onBlur={() => void emit('blur')}
    />
  );
}
