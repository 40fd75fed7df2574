import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isApiError } from '../api/api-error.ts';
import { draftStateOf } from '../runnables/editor/draft-state.ts';
import { draftQuery } from '../runnables/editor/drafts.api.ts';
import { MayNotEdit } from '../runnables/editor/MayNotEdit.tsx';
import { suggestSummary } from '../runnables/editor/suggest-summary.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { isSameSource, type LanguageName, type ScriptSource, sourceOf, sourceOfDraft } from './editor/script-source.ts';
import { NewScriptForm } from './editor/NewScriptForm.tsx';
import { ScriptEditorView } from './editor/ScriptEditorView.tsx';
import { languagesQuery, scriptQuery } from './scripts.api.ts';

/** The editor: of a script that is deployed, or of a new one once it has a path and a language. */
export function ScriptEditorPage(): ReactNode {
  const { _splat: path } = useParams({ strict: false });
  const [state] = useUrlState();
  const { id: workspace, canBuild } = useWorkspace();
  // Operators have no editor: its address leads to what they may do there.
  if (!canBuild)
    return path === undefined ? (
      <Navigate to="/w/$workspace/scripts" params={{ workspace }} replace />
    ) : (
      <Navigate to="/w/$workspace/scripts/$" params={{ workspace, _splat: path }} replace />
    );
  if (path !== undefined) return <ExistingScript key={path} workspace={workspace} path={path} />;
  const { path: newPath, language } = state;
  if (newPath === undefined || language === undefined) return <NewScriptForm />;
  return <NewScript key={newPath} workspace={workspace} path={newPath} language={language} />;
}

function ExistingScript({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const script = useQuery(scriptQuery(workspace, path));
  const draft = useQuery(draftQuery(workspace, 'script', path));
  const error = script.error ?? draft.error;
  if (error && (!script.data || draft.data === undefined)) {
    return (
      <ItemUnavailable
        error={error}
        noun="script"
        name={path}
        onRetry={() => void Promise.all([script.refetch(), draft.refetch()])}
        list={{ href: `/w/${workspace}/scripts`, label: 'All scripts' }}
      />
    );
  }
  if (!script.data || draft.data === undefined) return <SkeletonPage />;
  if (script.data.my_level === 'read') return <MayNotEdit workspace={workspace} kind="script" path={path} />;
  const base = sourceOf(script.data);
  const found = draftStateOf(draft.data, { document: base, version: script.data.version }, sourceOfDraft, isSameSource);
  const start = {
    path,
    base,
    version: found.kind === 'outdated' ? found.basedOn : script.data.version,
    document: found.kind === 'none' ? base : found.document,
    hasDraft: draft.data !== null,
  };
  return <ScriptEditorView workspace={workspace} start={start} deployed={script.data} isDraftShown={found.kind === 'fits'} />;
}

function NewScript({ workspace, path, language }: { workspace: string; path: string; language: string }): ReactNode {
  const languages = useQuery(languagesQuery(workspace));
  const draft = useQuery(draftQuery(workspace, 'script', path));
  // Somebody may have made a script there since the path was chosen; "not found" is what is hoped for.
  const deployed = useQuery(scriptQuery(workspace, path));
  const refusal = deployed.error && !isApiError(deployed.error, 'script/not_found') ? deployed.error : null;
  const error = languages.error ?? draft.error ?? refusal;
  if (error) {
    return (
      <Page header={<PageHeader title="New script" />}>
        <ErrorNotice
          error={error}
          title="The editor could not be opened."
          onRetry={() => void Promise.all([languages.refetch(), draft.refetch(), deployed.refetch()])}
        />
      </Page>
    );
  }
  const info = languages.data?.find(({ name }) => name === language);
  if (languages.data && !info) return <NewScriptForm />;
  if (!info || draft.data === undefined || deployed.isPending) return <SkeletonPage />;
  const base: ScriptSource = { language: language as LanguageName, content: info.template, summary: suggestSummary(path), description: '', settings: {} };
  const document = draft.data ? sourceOfDraft(draft.data.value, base) : base;
  return (
    <ScriptEditorView
      workspace={workspace}
      start={{ path, base, version: 0, document, hasDraft: draft.data !== null }}
      deployed={deployed.data ?? null}
      isDraftShown={false}
    />
  );
}
