import { Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useField, type FieldProps } from '../form-context.ts';

const inputTypes: Readonly<Record<string, string>> = { email: 'email', uri: 'url' };
const longText = 60;

/** A line of text, or several: by hint, or because what stands there has several lines. */
export function TextField(props: FieldProps): ReactNode {
  const { schema, value, onChange, isRequired, isNullable } = props;
  const { common } = useField(props);
  const text = value === undefined || value === null ? '' : String(value);
  const change = (next: string): void => onChange(next === '' ? (isNullable && isRequired ? null : undefined) : next);
  const hints = schema['x-ui'] ?? {};
  const example = schema.examples?.find((entry) => typeof entry === 'string') as string | undefined;
  const shared = { ...common, value: text, placeholder: hints.placeholder ?? example, spellCheck: schema.format === undefined && hints.multiline === true };
  // Mantine grows a text area with its text; a line that becomes long stays a line, so that nothing jumps while typing.
  if (hints.multiline || text.includes('\n') || (schema.maxLength === undefined && typeof schema.default === 'string' && schema.default.length > longText)) {
    return <Textarea {...shared} onChange={(event) => change(event.currentTarget.value)} />;
  }
  return <TextInput {...shared} type={inputTypes[schema.format ?? ''] ?? 'text'} autoComplete="off" onChange={(event) => change(event.currentTarget.value)} />;
}
