import { MultiSelect } from '@mantine/core';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { countProblem, fullOptions, keyOf, selectData } from '../_shared/options.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { multiSelect } from './definition.ts';

/** Several of many choices. Values that are no choice any more stay, and are shown as they are. */
export function MultiSelectView(view: ComponentProps<typeof multiSelect>): ReactNode {
  const { props, state, emit, expose, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const options = useMemo(() => fullOptions(props.options), [props.options]);
  const { change, error } = useInput(view, {
    empty: [],
    initial: props.value ?? [],
    isEmpty: (value) => value.length === 0,
    check: (value) => countProblem(value.length, props),
    focus: () => element.current?.focus(),
  });
  const value = state.value ?? [];
  useEffect(() => expose({ options: options.filter((option) => (state.value ?? []).includes(option.value)) }), [options, state.value, expose]);
  const gone = value.filter((one) => !options.some((option) => option.value === one));
  const shown = [...options, ...gone.map((one) => ({ value: one, label: String(one) }))];
  return (
    <MultiSelect
      ref={element}
      {...inputLooks(props, error)}
      placeholder={value.length === 0 ? props.placeholder : undefined}
      data={selectData(shown)}
      value={value.map(keyOf)}
      {...(props.max === undefined ? {} : { maxValues: props.max })}
      clearable={props.is_clearable && !props.required}
      clearButtonProps={{ 'aria-label': `Empty ${props.label === '' ? 'it' : props.label}` }}
      searchable={props.is_searchable}
      tabIndex={isEditing ? -1 : undefined}
      nothingFoundMessage="No such choice"
      onSearchChange={(search) => {
        if (search === state.search) return;
        expose({ search });
        void emit('search', { search });
      }}
      onChange={(keys) => void change(keys.flatMap((key) => shown.filter((option) => keyOf(option.value) === key).map((option) => option.value)))}
      onBlur={() => void emit('blur')}
    />
  );
}
