import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { LanguageInfo } from '../../../backend/scripts/scripts.contract.ts';
import { NewItemForm } from '../../runnables/editor/NewItemForm.tsx';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { LanguageIcon } from '../../ui/KindIcon.tsx';
import { StaticCode } from '../../ui/StaticCode.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { languagesQuery } from '../scripts.api.ts';
import classes from './NewScriptForm.module.css';

/** Where a new script lies and in which language it is written; then its editor opens with a sample. */
export function NewScriptForm(): ReactNode {
  const { id: workspace } = useWorkspace();
  const navigate = useNavigate();
  const [state] = useUrlState();
  const { data: languages = [], error } = useQuery(languagesQuery(workspace));
  const [language, setLanguage] = useState(state['language'] ?? 'bun');
  const chosen = languages.find(({ name }) => name === language);
  return (
    <NewItemForm
      kind="script"
      description="A script is one function. Its parameters become a form, an API and a webhook."
      nameExample="refund_order"
      notice={error && <ErrorNotice error={error} title="The languages could not be read." />}
      onBegin={(path) => navigate({ to: '/w/$workspace/scripts/new', params: { workspace }, search: { path, language } })}
    >
      <LanguageChoice languages={languages} value={language} onChange={setLanguage} />
      {chosen && <StaticCode content={chosen.template.trimEnd()} language={chosen.name} label={`Sample in ${chosen.title}`} />}
    </NewItemForm>
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
