import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWorkspace } from '../../session/workspace.ts';
import { useField, type FieldProps } from '../form-context.ts';
import { resourceTypeOf } from '../form-model.ts';
import { isReference } from '../schema.ts';
import { resourcesOfType } from '../references.api.ts';
import { JsonField } from './JsonField.tsx';

const prefix = '$res:';

/** A connection: one of the resources of its type. A value that was given in full is shown as it is. */
export function ResourceField(props: FieldProps): ReactNode {
  const { schema, value, onChange, isRequired, isNullable } = props;
  const { id: workspace } = useWorkspace();
  const { common } = useField(props);
  const type = resourceTypeOf(schema) ?? '';
  const { data, error, isPending } = useQuery(resourcesOfType(workspace, type));
  if (value !== undefined && value !== null && !isReference(value)) return <JsonField {...props} />;
  const chosen = isReference(value) ? value.slice(prefix.length) : null;
  const paths = [...new Set([...(data ?? []).map((resource) => resource.path), ...(chosen === null ? [] : [chosen])])];
  const descriptions = new Map((data ?? []).map((resource) => [resource.path, resource.description]));
  return (
    <Select
      {...common}
      description={common.description}
      error={common.error ?? (error ? 'The resources could not be read' : undefined)}
      data={paths}
      value={chosen}
      onChange={(next) => onChange(next === null ? (isNullable && isRequired ? null : undefined) : `${prefix}${next}`)}
      allowDeselect={!isRequired}
      clearable={!isRequired}
      searchable
      placeholder={isPending ? 'Looking…' : paths.length === 0 ? `There is no resource of the type ${type} yet` : `A ${type} resource`}
      nothingFoundMessage={`No resource of the type ${type} has that name`}
      renderOption={({ option }) => (
        <span>
          <span className="mono">{option.value}</span>
          {descriptions.get(option.value) ? <span className="truncate"> · {descriptions.get(option.value)}</span> : null}
        </span>
      )}
    />
  );
}
