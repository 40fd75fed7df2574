import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useField, type FieldProps } from '../form-context.ts';

/** The limits of a number as a hint: "1 to 10". */
export function limitsOf({ minimum, maximum }: { minimum?: number; maximum?: number }): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${minimum} or more`;
  return maximum === undefined ? undefined : `${maximum} or less`;
}

/** A number. What is out of range is said, not silently corrected. */
export function NumberField(props: FieldProps): ReactNode {
  const { schema, value, onChange, isRequired, isNullable } = props;
  const { common } = useField(props);
  const { currency, placeholder } = schema['x-ui'] ?? {};
  return (
    <NumberInput
      {...common}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next === '' ? (isNullable && isRequired ? null : undefined) : next)}
      min={schema.minimum}
      max={schema.maximum}
      step={schema.multipleOf ?? 1}
      clampBehavior="none"
      allowDecimal={schema.type !== 'integer'}
      decimalScale={schema.type === 'integer' ? 0 : undefined}
      placeholder={placeholder ?? limitsOf(schema)}
      leftSection={currency}
    />
  );
}
