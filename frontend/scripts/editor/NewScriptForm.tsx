import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { LanguageInfo } from '../../../backend/scripts/scripts.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { api, inWorkspace } from '../../api/client.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import { joinPath, problemOfPath } from '../../ui/item-path.ts';
import { LanguageIcon } from '../../ui/KindIcon.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PathField } from '../../ui/PathField.tsx';
import { StaticCode } from '../../ui/StaticCode.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { languagesQuery } from '../scripts.api.ts';
import classes from './NewScriptForm.module.css';

/** Where a new script lies and in which language it is written; then its editor opens with a sample. */
export function NewScriptForm(): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const navigate = useNavigate();
  const [state] = useUrlState();
  const { data: languages = [], error } = useQuery(languagesQuery(workspace));
  const [path, setPath] = useState(joinPath(state['folder']?.split('/').slice(0, 2).join('/') || `u/${username}`, ''));
  const [language, setLanguage] = useState(state['language'] ?? 'bun');
  const [problem, setProblem] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const begin = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = problemOfPath(path);
    setProblem(wrong);
    if (wrong !== null) return document.getElementById('new-script-name')?.focus();
    setBusy(true);
    setFailure(null);
    try {
      await api.get(inWorkspace(workspace, `/scripts/${path}`));
      setProblem('There is a script at this path already');
    } catch (refusal) {
      if (isApiError(refusal, 'script/not_found')) await navigate({ to: '/w/$workspace/scripts/new', params: { workspace }, search: { path, language } });
      else if (isApiError(refusal, 'script/archived')) setProblem('An archived script has this path. Bring it back, or delete it for good.');
      else setFailure(refusal);
    } finally {
      setBusy(false);
    }
  };
  const chosen = languages.find(({ name }) => name === language);
  return (
    <Page width="narrow" header={<PageHeader title="New script" description="A script is one function. Its parameters become a form, an API and a webhook." />}>
      <form className={classes.form} onSubmit={(event) => void begin(event)} noValidate>
        {error && <ErrorNotice error={error} title="The languages could not be read." />}
        {failure !== null && <ErrorNotice error={failure} />}
        <PathField
          id="new-script-name"
          label="Folder"
          value={path}
          onChange={(next) => {
            setPath(next);
            setProblem(null);
          }}
          error={problem ?? undefined}
          placeholder="refund_order"
        />
        <LanguageChoice languages={languages} value={language} onChange={setLanguage} />
        {chosen && <StaticCode content={chosen.template.trimEnd()} language={chosen.name} label={`Sample in ${chosen.title}`} />}
        <FormActions align="start">
          <Button type="submit" variant="filled" loading={isBusy}>
            Open editor
          </Button>
        </FormActions>
      </form>
    </Page>
  );
}

function LanguageChoice({ languages, value, onChange }: { languages: readonly LanguageInfo[]; value: string; onChange: (name: string) => void }): ReactNode {
  return (
    <fieldset className={classes.languages}>
      <legend className={classes.legend}>Language</legend>
      {languages.map(({ name }) => (
        <label key={name} className={classes.language} data-chosen={name === value || undefined}>
          <input type="radio" name="language" value={name} checked={name === value} onChange={() => onChange(name)} className="visually-hidden" />
          <LanguageIcon language={name} withName />
        </label>
      ))}
    </fieldset>
  );
}
