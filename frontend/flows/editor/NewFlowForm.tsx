import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { api, inWorkspace } from '../../api/client.ts';
import classes from '../../scripts/editor/NewScriptForm.module.css';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import { joinPath, problemOfPath } from '../../ui/item-path.ts';
import { Page } from '../../ui/Page.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PathField } from '../../ui/PathField.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';

/** Where a new flow lies; then its editor opens with an empty graph. */
export function NewFlowForm(): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const navigate = useNavigate();
  const [state] = useUrlState();
  const [path, setPath] = useState(joinPath(state['folder']?.split('/').slice(0, 2).join('/') || `u/${username}`, ''));
  const [problem, setProblem] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const begin = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = problemOfPath(path);
    setProblem(wrong);
    if (wrong !== null) return document.getElementById('new-flow-name')?.focus();
    setBusy(true);
    setFailure(null);
    try {
      await api.get(inWorkspace(workspace, `/flows/${path}`));
      setProblem('There is a flow at this path already');
    } catch (refusal) {
      if (isApiError(refusal, 'flow/not_found')) await navigate({ to: '/w/$workspace/flows/new', params: { workspace }, search: { path } });
      else if (isApiError(refusal, 'flow/archived')) setProblem('An archived flow has this path. Bring it back, or delete it for good.');
      else setFailure(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page
      width="narrow"
      header={
        <PageHeader
          title="New flow"
          description="A flow runs scripts, waits and decisions one after the other or side by side. Its input becomes a form, an API and a webhook."
        />
      }
    >
      <form className={classes.form} onSubmit={(event) => void begin(event)} noValidate>
        {failure !== null && <ErrorNotice error={failure} />}
        <PathField
          id="new-flow-name"
          label="Folder"
          value={path}
          onChange={(next) => {
            setPath(next);
            setProblem(null);
          }}
          error={problem ?? undefined}
          placeholder="big_refund"
        />
        <FormActions align="start">
          <Button type="submit" variant="filled" loading={isBusy}>
            Open editor
          </Button>
        </FormActions>
      </form>
    </Page>
  );
}
