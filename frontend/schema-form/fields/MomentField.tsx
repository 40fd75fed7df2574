import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { fromLocalField, toLocalField } from '../../ui/filter-state.ts';
import { useField, type FieldProps } from '../form-context.ts';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A day, or a moment in the person's zone that is sent in UTC. */
export function MomentField(props: FieldProps): ReactNode {
  const { schema, value, onChange, isRequired, isNullable } = props;
  const { common } = useField(props);
  const isDay = schema.format === 'date';
  const text = typeof value === 'string' ? value : '';
  const change = (next: string | undefined): void => onChange(next ?? (isNullable && isRequired ? null : undefined));
  return (
    <TextInput
      {...common}
      type={isDay ? 'date' : 'datetime-local'}
      step={isDay ? undefined : 1}
      description={isDay ? common.description : [common.description, `Your time, ${zone}`].filter(Boolean).join(' · ')}
      value={isDay ? text : toLocalField(text || undefined)}
      onChange={(event) => change(isDay ? event.currentTarget.value || undefined : fromLocalField(event.currentTarget.value))}
    />
  );
}
