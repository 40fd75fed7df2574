import { ColorInput } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { useInput } from '../_shared/useInput.ts';
import { useTyping } from '../_shared/useTyping.ts';
import type { ComponentProps } from '../view.ts';
import type { colour } from './definition.ts';

const debounceMs = 150;

/** A colour as `#rrggbb`. */
export function ColourView(view: ComponentProps<typeof colour>): ReactNode {
  const { props, state, emit, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const { change, error } = useInput(view, {
    empty: null,
    initial: props.value,
    isEmpty: (value) => value === null || value === '',
    check: (value) => problemOf(value, props.is_from_list ? props.swatches : null),
    focus: () => element.current?.focus(),
  });
  const { text, type, settle } = useTyping(state.value ?? '', debounceMs, (next) => change(next === '' ? null : next.toLowerCase()));
  return (
    <ColorInput
      ref={element}
      {...inputLooks(props, error)}
      format="hex"
      value={text}
      swatches={props.swatches}
      withPicker={!props.is_from_list}
      disallowInput={props.is_from_list}
      withEyeDropper={false}
      fixOnBlur={false}
      tabIndex={isEditing ? -1 : undefined}
      onChange={type}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void settle().then(() => emit('submit', { value: state.value }));
      }}
      onBlur={() => void settle().then(() => emit('blur'))}
    />
  );
}

function problemOf(value: string | null, choices: readonly string[] | null): string | null {
  if (value === null) return null;
  if (!/^#[0-9a-f]{6}$/i.test(value)) return 'This is not a colour such as #1a7f8e.';
  return choices && !choices.some((choice) => choice.toLowerCase() === value.toLowerCase()) ? 'This is none of the colours to choose from.' : null;
}
