import { Button, Textarea } from '@mantine/core';
import { IconPlugConnected, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useState, type FormEvent, type ReactNode } from 'react';
import type { Resource, ResourceType, TestResult } from '../../backend/resources/resources.contract.ts';
import { SchemaForm } from '../schema-form/SchemaForm.tsx';
import { useSchemaForm } from '../schema-form/useSchemaForm.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FormActions, FormFields, FormSummary } from '../ui/FormParts.tsx';
import { formatDuration } from '../ui/format.ts';
import { problemOfPath } from '../ui/item-path.ts';
import { PathField } from '../ui/PathField.tsx';
import classes from './ResourceForm.module.css';
import { putResource, resourcesKey, testConnection } from './resources.api.ts';

/** Props of {@link ResourceForm}. */
export type ResourceFormProps = {
  workspace: string;
  type: ResourceType;
  /** What is changed; null makes a new one. */
  resource: Resource | null;
  /** Folder in which a new one begins: `f/support`. */
  folder: string;
  mayEdit: boolean;
  onSaved: (path: string) => void;
  onDelete: () => void;
  onChanged: (isChanged: boolean) => void;
};

/** A connection: where it lies, what it is for, its values by the schema of its type, and whether it works. */
export function ResourceForm({ workspace, type, resource, folder, mayEdit, onSaved, onDelete, onChanged }: ResourceFormProps): ReactNode {
  const client = useQueryClient();
  const [path, setPath] = useState(resource?.path ?? `${folder}/`);
  const [description, setDescription] = useState(resource?.description ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const form = useSchemaForm({
    schema: type.schema,
    given: resource?.value,
    serverPrefix: '/value',
    submit: async (value) => {
      await putResource(workspace, path, { resource_type: type.name, value, description, if_version: resource?.version ?? 0 });
      await client.invalidateQueries({ queryKey: resourcesKey(workspace) });
      onChanged(false);
      onSaved(path);
    },
  });
  const isChanged = form.isChanged || description !== (resource?.description ?? '');
  // Before the next key can come: an Escape right after the last letter must be asked about too.
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = problemOfPath(path);
    setProblem(wrong);
    if (wrong === null) form.onSubmit();
    else document.getElementById('resource-name')?.focus();
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <FormSummary problems={form.summary} error={form.error} />
      <FormFields>
        {resource === null && (
          <PathField
            id="resource-name"
            label="Folder"
            value={path}
            error={problem ?? undefined}
            placeholder={`${type.name}_db`}
            onChange={(next) => {
              setPath(next);
              setProblem(null);
            }}
          />
        )}
        <Textarea
          label="What it is for"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          maxLength={2000}
          minRows={1}
          disabled={!mayEdit}
        />
      </FormFields>
      <SchemaForm {...form.form} isDisabled={!mayEdit} />
      {mayEdit && type.can_test && <ConnectionTest workspace={workspace} type={type} value={form.value} path={resource?.path} />}
      {mayEdit && (
        <FormActions>
          {resource !== null && (
            <Button className={classes.delete} variant="subtle" color="red" leftSection={<IconTrash />} onClick={onDelete}>
              Delete
            </Button>
          )}
          <Button type="submit" variant="filled" loading={form.isBusy} disabled={resource !== null && !isChanged}>
            {resource === null ? 'Create resource' : 'Save resource'}
          </Button>
        </FormActions>
      )}
    </form>
  );
}

function ConnectionTest({
  workspace,
  type,
  value,
  path,
}: {
  workspace: string;
  type: ResourceType;
  value: Record<string, unknown>;
  path: string | undefined;
}): ReactNode {
  const test = useMutation({ mutationFn: () => testConnection(workspace, { resource_type: type.name, value, path }) });
  const { reset } = test;
  const typed = JSON.stringify(value);
  // An answer is about the values that were tried, not about those that are typed now.
  useEffect(() => reset(), [typed, reset]);
  return (
    <div className={classes.test}>
      <Button leftSection={<IconPlugConnected />} onClick={() => test.mutate()} loading={test.isPending}>
        Test connection
      </Button>
      <div role="status" className={classes.outcome}>
        {test.data && <Outcome result={test.data} />}
      </div>
      {test.error && <ErrorNotice error={test.error} title="The connection could not be tried." />}
    </div>
  );
}

function Outcome({ result }: { result: TestResult }): ReactNode {
  return (
    <p className={classes.result} data-ok={result.ok}>
      <strong>{result.ok ? 'It works.' : 'It does not work.'}</strong> {result.message}{' '}
      <span className={classes.quiet}>{formatDuration(result.duration_ms)}</span>
    </p>
  );
}
