import { SegmentedControl, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { FieldFrame } from '../FieldFrame.tsx';
import { useField, type FieldProps } from '../form-context.ts';

/** Yes or no; where nothing may be said as well, three choices. */
export function BooleanField(props: FieldProps): ReactNode {
  const { schema, value, onChange, label, name, isNullable, isRequired } = props;
  const { id, error, isDisabled } = useField(props);
  if (isNullable) {
    return (
      <FieldFrame {...props}>
        <SegmentedControl
          id={id}
          disabled={isDisabled}
          aria-label={label || name}
          value={value === true ? 'yes' : value === false ? 'no' : 'unset'}
          onChange={(next) => onChange(next === 'unset' ? (isRequired ? null : undefined) : next === 'yes')}
          data={[
            { value: 'unset', label: 'Not set' },
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
        />
      </FieldFrame>
    );
  }
  return (
    <Switch
      id={id}
      label={label || name}
      description={schema.description}
      error={error}
      disabled={isDisabled}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
