import { MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useField, type FieldProps } from '../form-context.ts';
import { fixedValueOf } from '../form-model.ts';
import { isSame } from '../schema.ts';

const searchableFrom = 8;

/** A value of a choice as words. */
const wordsOf = (value: unknown): string => (typeof value === 'string' ? (value === '' ? '(empty)' : value) : JSON.stringify(value));
const optionsOf = (values: readonly unknown[]): { value: string; label: string }[] =>
  values.map((value, index) => ({ value: String(index), label: wordsOf(value) }));

/** One of some values. */
export function ChoiceField(props: FieldProps): ReactNode {
  const { schema, value, onChange, isRequired, isNullable } = props;
  const { common } = useField(props);
  const values = schema.enum ?? [];
  const chosen = values.findIndex((entry) => isSame(entry, value));
  return (
    <Select
      {...common}
      data={optionsOf(values)}
      value={chosen < 0 ? null : String(chosen)}
      onChange={(next) => onChange(next === null ? (isNullable && isRequired ? null : undefined) : values[Number(next)])}
      allowDeselect={!isRequired}
      clearable={!isRequired || isNullable}
      searchable={values.length > searchableFrom}
      placeholder={schema['x-ui']?.placeholder ?? 'Choose'}
    />
  );
}

/** Several of some values. */
export function ChoicesField(props: FieldProps): ReactNode {
  const { schema, value, onChange, isRequired } = props;
  const { common } = useField(props);
  const values = schema.items?.enum ?? [];
  const chosen = Array.isArray(value) ? value.map((entry) => String(values.findIndex((other) => isSame(other, entry)))).filter((index) => index !== '-1') : [];
  return (
    <MultiSelect
      {...common}
      data={optionsOf(values)}
      value={chosen}
      onChange={(next) => onChange(next.length === 0 && !isRequired ? undefined : next.map((index) => values[Number(index)]))}
      searchable={values.length > searchableFrom}
      clearable={!isRequired}
      placeholder={chosen.length === 0 ? 'Choose' : undefined}
    />
  );
}

/** A list of short texts; Enter or a comma ends one. */
export function TagsField(props: FieldProps): ReactNode {
  const { schema, value, onChange, isRequired } = props;
  const { common } = useField(props);
  const texts = Array.isArray(value) ? value.map(String) : [];
  return (
    <TagsInput
      {...common}
      value={texts}
      allowDuplicates={!schema.uniqueItems}
      onChange={(next) => onChange(next.length === 0 && !isRequired ? undefined : next)}
      placeholder={texts.length === 0 ? (schema['x-ui']?.placeholder ?? 'Type and press Enter') : undefined}
      acceptValueOnBlur
    />
  );
}

/** A value that allows no other: shown, not entered. */
export function FixedField(props: FieldProps): ReactNode {
  const { common } = useField(props);
  return <TextInput {...common} value={wordsOf(fixedValueOf(props.schema))} readOnly disabled />;
}
