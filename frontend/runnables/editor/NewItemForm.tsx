import { Button } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { api, inWorkspace } from '../../api/client.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import { joinPath, problemOfPath } from '../../ui/item-path.ts';
import { Page } from '../../ui/Page.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PathField } from '../../ui/PathField.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import type { RunnableKind } from '../runnable.ts';
import classes from './NewItemForm.module.css';

/** Props of {@link NewItemForm}. */
export type NewItemFormProps = {
  kind: RunnableKind;
  description: string;
  nameExample: string;
  /** What else is asked. */
  children?: ReactNode;
  /** Why the form cannot be filled in. */
  notice?: ReactNode;
  /** The path is free. */
  onBegin: (path: string) => Promise<unknown>;
};

/** Where something new lies; then its editor opens. */
export function NewItemForm({ kind, description, nameExample, notice, children, onBegin }: NewItemFormProps): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const [state] = useUrlState();
  const [path, setPath] = useState(joinPath(state['folder']?.split('/').slice(0, 2).join('/') || `u/${username}`, ''));
  const [problem, setProblem] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const fieldId = `new-${kind}-name`;
  const begin = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = problemOfPath(path);
    setProblem(wrong);
    if (wrong !== null) return document.getElementById(fieldId)?.focus();
    setBusy(true);
    setFailure(null);
    try {
      await api.get(inWorkspace(workspace, `/${kind}s/${path}`));
      setProblem(`There is ${kind === 'agent' ? 'an' : 'a'} ${kind} at this path already`);
    } catch (refusal) {
      if (isApiError(refusal, `${kind}/not_found`)) await onBegin(path);
      else if (isApiError(refusal, `${kind}/archived`)) setProblem(`An archived ${kind} has this path. Bring it back, or delete it for good.`);
      else setFailure(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page width="narrow" header={<PageHeader title={`New ${kind}`} description={description} />}>
      <form className={classes.form} onSubmit={(event) => void begin(event)} noValidate>
        {notice}
        {failure !== null && <ErrorNotice error={failure} />}
        <PathField
          id={fieldId}
          label="Folder"
          value={path}
          onChange={(next) => {
            setPath(next);
            setProblem(null);
          }}
          error={problem ?? undefined}
          placeholder={nameExample}
        />
        {children}
        <FormActions align="start">
          <Button type="submit" variant="filled" loading={isBusy}>
            Open editor
          </Button>
        </FormActions>
      </form>
    </Page>
  );
}
