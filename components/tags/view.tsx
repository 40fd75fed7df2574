import { TagsInput } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { countProblem } from '../_shared/options.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { tags } from './definition.ts';

/** Words, each ended by Enter or a comma. A list that is pasted becomes as many. */
export function TagsView(view: ComponentProps<typeof tags>): ReactNode {
  const { props, state, emit, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const { change, error } = useInput(view, {
    empty: [],
    initial: props.value ?? [],
    isEmpty: (value) => value.length === 0,
    check: (value) =>
      countProblem(value.length, props) ?? (value.some((word) => word.length > props.longest) ? `At most ${props.longest} characters each.` : null),
    focus: () => element.current?.focus(),
  });
  const value = state.value ?? [];
  return (
    <TagsInput
      ref={element}
      {...inputLooks(props, error)}
      placeholder={value.length === 0 ? props.placeholder : undefined}
      data={[...new Set(props.suggestions)]}
      value={value}
      {...(props.max === undefined ? {} : { maxTags: props.max })}
      splitChars={[',', ';']}
      tabIndex={isEditing ? -1 : undefined}
      openOnFocus={props.suggestions.length > 0}
      onChange={(words) => void change([...new Set(words.map((word) => word.trim()).filter(Boolean))])}
      onBlur={() => void emit('blur')}
    />
  );
}
