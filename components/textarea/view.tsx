import { Textarea } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import { useTyping } from '../_shared/useTyping.ts';
import type { ComponentProps } from '../view.ts';
import type { textarea } from './definition.ts';

/** Text of several lines, which grows with what is typed. Where the length has a limit, it is counted. */
export function TextareaView(view: ComponentProps<typeof textarea>): ReactNode {
  const { props, state, emit, expose, isEditing } = view;
  const element = useRef<HTMLTextAreaElement>(null);
  const { change, error } = useInput(view, {
    empty: '',
    initial: props.value === null ? '' : String(props.value),
    isEmpty: (value) => value === '',
    check: (value) => problemOf(value, props.min_length, props.max_length),
    focus: () => element.current?.focus(),
  });
  const { text, type, settle } = useTyping(String(state.value ?? ''), props.debounce_ms, change);
  useEffect(() => expose({ length: String(state.value ?? '').length }), [state.value, expose]);
  const submit = (value: string): void => void settle().then(() => emit('submit', { value }));
  const counted = props.max_length === undefined ? props.help : [props.help, `${text.length} of ${props.max_length}`].filter(Boolean).join(' · ');
  return (
    <Textarea
      ref={element}
      {...inputLooks(props, error)}
      description={counted}
      minRows={props.rows}
      maxRows={Math.max(props.rows, props.max_rows)}
      value={text}
      tabIndex={isEditing ? -1 : undefined}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event.currentTarget.value);
      }}
      onBlur={() => void settle().then(() => emit('blur'))}
    />
  );
}

function problemOf(value: string, shortest: number | undefined, longest: number | undefined): string | null {
  if (shortest !== undefined && value.length < shortest) return `At least ${shortest} characters.`;
  return longest !== undefined && value.length > longest ? `At most ${longest} characters.` : null;
}
