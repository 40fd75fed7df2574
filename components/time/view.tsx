import '@mantine/dates/styles.layer.css';
import { TimeInput } from '@mantine/dates';
import { useRef, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { time } from './definition.ts';

const form = /^([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/** A time of day as `HH:mm`, or with seconds; shown as the language of the browser writes it. */
export function TimeView(view: ComponentProps<typeof time>): ReactNode {
  const { props, state, emit, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const { change, error } = useInput(view, {
    empty: null,
    initial: props.value !== null && form.test(props.value) ? props.value : null,
    isEmpty: (value) => value === null,
    check: (value) => problemOf(value, props.min, props.max),
    focus: () => element.current?.focus(),
  });
  return (
    <TimeInput
      ref={element}
      {...inputLooks(props, error)}
      value={state.value ?? ''}
      withSeconds={props.has_seconds}
      tabIndex={isEditing ? -1 : undefined}
      onChange={(event) => void change(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void emit('submit', { value: state.value });
      }}
      onBlur={() => void emit('blur')}
    />
  );
}

function problemOf(value: string | null, earliest: string | undefined, latest: string | undefined): string | null {
  if (value === null) return null;
  if (earliest !== undefined && form.test(earliest) && value < earliest) return `Not before ${earliest}.`;
  return latest !== undefined && form.test(latest) && value > latest ? `Not after ${latest}.` : null;
}
