import { Button, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useState, type ReactNode } from 'react';
import type { Variable } from '../../backend/variables/variables.contract.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { fromLocalField, toLocalField } from '../ui/filter-state.ts';
import { FormActions, FormFields, FormSummary } from '../ui/FormParts.tsx';
import { problemOfPath } from '../ui/item-path.ts';
import { PathField } from '../ui/PathField.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { putVariable, revealVariable, variablesKey } from './variables.api.ts';
import classes from './VariableForm.module.css';

/** Props of {@link VariableForm}. */
export type VariableFormProps = {
  workspace: string;
  /** What is changed; null makes a new one. */
  variable: Variable | null;
  folder: string;
  mayEdit: boolean;
  onSaved: (path: string) => void;
  onDelete: () => void;
  onChanged: (isChanged: boolean) => void;
};

type Values = { path: string; value: string; isSecret: boolean; description: string; expiresAt: string };

const valuesOf = (variable: Variable | null, folder: string): Values => ({
  path: variable?.path ?? `${folder}/`,
  value: variable?.value ?? '',
  isSecret: variable?.is_secret ?? false,
  description: variable?.description ?? '',
  expiresAt: toLocalField(variable?.expires_at ?? undefined),
});

/** A value that scripts read by its path. A stored secret stays as it is until a new one is typed. */
export function VariableForm({ workspace, variable, folder, mayEdit, onSaved, onDelete, onChanged }: VariableFormProps): ReactNode {
  const client = useQueryClient();
  const isStoredSecret = variable?.is_secret === true;
  const form = useApiForm<Values>({
    initial: valuesOf(variable, folder),
    checks: {
      path: ({ path }) => problemOfPath(path),
      value: ({ value, isSecret }) =>
        isStoredSecret && !isSecret && value === ''
          ? 'Type the value: a stored secret is not made readable'
          : isSecret && !isStoredSecret && value === ''
            ? 'A secret needs a value'
            : null,
    },
    labels: { path: 'Name', value: 'Value', expiresAt: 'Expires' },
    submit: async ({ path, value, isSecret, description, expiresAt }) => {
      const keepsSecret = isStoredSecret && isSecret && value === '';
      await putVariable(workspace, path, {
        value: keepsSecret ? null : value,
        is_secret: isSecret,
        description,
        expires_at: fromLocalField(expiresAt) ?? null,
        if_version: variable?.version ?? 0,
      });
      await client.invalidateQueries({ queryKey: variablesKey(workspace) });
      onChanged(false);
      onSaved(path);
    },
  });
  const { isChanged, values } = form;
  // Before the next key can come: an Escape right after the last letter must be asked about too.
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);
  return (
    <form className={classes.form} onSubmit={form.onSubmit} noValidate>
      <FormSummary problems={form.problems} error={form.error} />
      <FormFields>
        {variable === null && (
          <PathField
            id={form.idOf('path')}
            label="Folder"
            value={values.path}
            onChange={(path) => form.set('path', path)}
            error={form.errorOf('path')}
            placeholder="api_key"
          />
        )}
        <Switch
          label="Secret: stored encrypted, masked in logs, and never shown without a trace"
          checked={values.isSecret}
          onChange={(event) => form.set('isSecret', event.currentTarget.checked)}
          disabled={!mayEdit}
        />
        {isStoredSecret && <StoredSecret workspace={workspace} path={variable.path} mayReveal={mayEdit} />}
        {mayEdit && values.isSecret && (
          <PasswordInput
            label={isStoredSecret ? 'New value' : 'Value'}
            description={isStoredSecret ? 'Leave it empty to keep the stored one.' : undefined}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="new-password"
            {...form.text('value')}
          />
        )}
        {!values.isSecret && (
          <Textarea label="Value" minRows={3} spellCheck={false} classNames={{ input: classes.value }} disabled={!mayEdit} {...form.text('value')} />
        )}
        <TextInput label="What it is for" maxLength={2000} disabled={!mayEdit} {...form.text('description')} />
        <TextInput
          label="Expires"
          description="After that, reading it fails. Empty: never."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          type="datetime-local"
          disabled={!mayEdit}
          {...form.text('expiresAt')}
        />
      </FormFields>
      {mayEdit && (
        <FormActions>
          {variable !== null && (
            <Button className={classes.delete} variant="subtle" color="red" leftSection={<IconTrash />} onClick={onDelete}>
              Delete
            </Button>
          )}
          <Button type="submit" variant="filled" loading={form.isBusy} disabled={variable !== null && !isChanged}>
            {variable === null ? 'Create variable' : 'Save variable'}
          </Button>
        </FormActions>
      )}
    </form>
  );
}

// Long enough to copy it, short enough not to be left open on a screen.
const shownForMs = 30_000;

/** The stored secret: hidden, and shown for a moment to whoever may change it. */
function StoredSecret({ workspace, path, mayReveal }: { workspace: string; path: string; mayReveal: boolean }): ReactNode {
  const [value, setValue] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (value === null) return undefined;
    const timer = setTimeout(() => setValue(null), shownForMs);
    return () => clearTimeout(timer);
  }, [value]);
  const reveal = (): void => {
    setError(null);
    revealVariable(workspace, path).then(setValue, setError);
  };
  return (
    <div className={classes.secret}>
      <div className={classes.secretHead}>
        <span className={classes.secretLabel}>Stored value</span>
        {mayReveal && (
          <Button size="xs" leftSection={value === null ? <IconEye /> : <IconEyeOff />} onClick={() => (value === null ? reveal() : setValue(null))}>
            {value === null ? 'Show secret' : 'Hide secret'}
          </Button>
        )}
      </div>
      {value === null ? (
        <span className={classes.hidden}>••••••••••••</span>
      ) : (
        <span className={classes.shown}>
          <code>{value}</code>
          <CopyButton value={value} label="Copy the secret" />
        </span>
      )}
      <p className={classes.note}>{mayReveal ? 'Showing it is written into the audit log with your name.' : 'You may use it in runs, and not see it.'}</p>
      {error !== null && <ErrorNotice error={error} title="The secret could not be read." />}
    </div>
  );
}
