import { TextInput } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import { inputLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import { useTyping } from '../_shared/useTyping.ts';
import type { ComponentProps } from '../view.ts';
import type { textInput } from './definition.ts';

const htmlTypes = { text: 'text', search: 'search', email: 'email', url: 'url', phone: 'tel' } as const;

/** One line of text. Others are told after a pause in typing, so that a search does not run at every key. */
export function TextInputView(view: ComponentProps<typeof textInput>): ReactNode {
  const { props, state, emit, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const { change, error } = useInput(view, {
    empty: '',
    initial: props.value === null ? '' : String(props.value),
    isEmpty: (value) => value === '',
    check: (value) => problemOf(value, props),
    focus: () => element.current?.focus(),
  });
  const { text, type, settle } = useTyping(state.value ?? '', props.debounce_ms, change);
  const submit = (value: string): void => void settle().then(() => emit('submit', { value }));
  return (
    <TextInput
      ref={element}
      {...inputLooks(props, error)}
      type={htmlTypes[props.kind]}
      value={text}
      tabIndex={isEditing ? -1 : undefined}
      leftSection={props.icon === undefined ? undefined : <Icon name={props.icon} />}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') submit(event.currentTarget.value);
      }}
      onBlur={() => void settle().then(() => emit('blur'))}
    />
  );
}

function problemOf(value: string, { kind, min_length: shortest, max_length: longest, pattern }: ComponentProps<typeof textInput>['props']): string | null {
  if (kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return 'This is not an e-mail address.';
  if (kind === 'url' && !URL.canParse(value)) return 'This is not a web address.';
  if (shortest !== undefined && value.length < shortest) return `At least ${shortest} characters.`;
  if (longest !== undefined && value.length > longest) return `At most ${longest} characters.`;
  if (pattern !== undefined && !matches(pattern, value)) return 'This does not have the expected form.';
  return null;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return true;
  }
}
