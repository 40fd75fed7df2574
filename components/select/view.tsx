import { Select } from '@mantine/core';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { fullOptions, keyOf, selectData } from '../_shared/options.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { select } from './definition.ts';

/** One of several choices. A value that is no choice any more stays, and is shown as it is. */
export function SelectView(view: ComponentProps<typeof select>): ReactNode {
  const { props, state, expose, emit, isEditing } = view;
  const element = useRef<HTMLInputElement>(null);
  const options = useMemo(() => fullOptions(props.options), [props.options]);
  const { change, error } = useInput(view, { empty: null, initial: props.value, isEmpty: (value) => value === null, focus: () => element.current?.focus() });
  const chosen = options.find(({ value }) => value === state.value) ?? null;
  useEffect(() => expose({ option: chosen }), [chosen, expose]);
  const shown = chosen === null && state.value !== null ? [...options, { value: state.value, label: String(state.value) }] : options;
  return (
    <Select
      ref={element}
      {...inputLooks(props, error)}
      data={selectData(shown)}
      value={state.value === null ? null : keyOf(state.value)}
      clearable={props.is_clearable && !props.required}
      searchable={props.is_searchable}
      tabIndex={isEditing ? -1 : undefined}
      nothingFoundMessage="No such choice"
      comboboxProps={{ withinPortal: true }}
      onSearchChange={(search) => {
        if (search === state.search || search === chosen?.label) return;
        expose({ search });
        void emit('search', { search });
      }}
      onChange={(key) => void change(shown.find(({ value }) => keyOf(value) === key)?.value ?? null)}
      onBlur={() => void emit('blur')}
    />
  );
}
