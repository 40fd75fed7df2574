import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { isApiError } from '../api/api-error.ts';
import { draftStateOf } from '../runnables/editor/draft-state.ts';
import { draftQuery } from '../runnables/editor/drafts.api.ts';
import { MayNotEdit } from '../runnables/editor/MayNotEdit.tsx';
import { suggestSummary } from '../runnables/editor/suggest-summary.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { emptyDocument } from './editor/document/flow-document.ts';
import { FlowEditorView } from './editor/FlowEditorView.tsx';
import { NewFlowForm } from './editor/NewFlowForm.tsx';
import { documentOf, documentOfDraft, isSameDocument } from './editor/state/flow-source.ts';
import { flowQuery } from './flows.api.ts';

/** The editor: of a flow that is deployed, or of a new one once it has a path. */
export function FlowEditorPage(): ReactNode {
  const { _splat: path } = useParams({ strict: false });
  const [state] = useUrlState();
  const { id: workspace, canBuild } = useWorkspace();
  // Operators have no editor: its address leads to what they may do there.
  if (!canBuild)
    return path === undefined ? (
      <Navigate to="/w/$workspace/flows" params={{ workspace }} replace />
    ) : (
      <Navigate to="/w/$workspace/flows/$" params={{ workspace, _splat: path }} replace />
    );
  if (path !== undefined) return <ExistingFlow key={path} workspace={workspace} path={path} />;
  const { path: newPath } = state;
  return newPath === undefined ? <NewFlowForm /> : <NewFlow key={newPath} workspace={workspace} path={newPath} />;
}

function NotOpened({ workspace, error, onRetry }: { workspace: string; error: unknown; onRetry: () => void }): ReactNode {
  return (
    <Page header={<PageHeader title="Flow editor" />}>
      <ErrorNotice
        error={error}
        title="The flow could not be opened."
        onRetry={onRetry}
        action={
          <Link to="/w/$workspace/flows" params={{ workspace }}>
            All flows
          </Link>
        }
      />
    </Page>
  );
}

function ExistingFlow({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const flow = useQuery(flowQuery(workspace, path));
  const draft = useQuery(draftQuery(workspace, 'flow', path));
  const error = flow.error ?? draft.error;
  if (error && (!flow.data || draft.data === undefined))
    return <NotOpened workspace={workspace} error={error} onRetry={() => void Promise.all([flow.refetch(), draft.refetch()])} />;
  if (!flow.data || draft.data === undefined) return <SkeletonPage />;
  if (flow.data.my_level === 'read') return <MayNotEdit workspace={workspace} kind="flow" path={path} />;
  const base = documentOf(flow.data);
  const found = draftStateOf(draft.data, { document: base, version: flow.data.version }, documentOfDraft, isSameDocument);
  const start = {
    path,
    base,
    version: found.kind === 'outdated' ? found.basedOn : flow.data.version,
    document: found.kind === 'none' ? base : found.document,
    hasDraft: draft.data !== null,
  };
  return <FlowEditorView workspace={workspace} start={start} deployed={flow.data} isDraftShown={found.kind === 'fits'} />;
}

function NewFlow({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const draft = useQuery(draftQuery(workspace, 'flow', path));
  // Somebody may have made a flow there since the path was chosen; "not found" is what is hoped for.
  const deployed = useQuery(flowQuery(workspace, path));
  const base = useMemo(() => emptyDocument(suggestSummary(path)), [path]);
  const refusal = deployed.error && !isApiError(deployed.error, 'flow/not_found') ? deployed.error : null;
  const error = draft.error ?? refusal;
  if (error) return <NotOpened workspace={workspace} error={error} onRetry={() => void Promise.all([draft.refetch(), deployed.refetch()])} />;
  if (draft.data === undefined || deployed.isPending) return <SkeletonPage />;
  const document = draft.data ? documentOfDraft(draft.data.value, base) : base;
  return (
    <FlowEditorView
      workspace={workspace}
      start={{ path, base, version: 0, document, hasDraft: draft.data !== null }}
      deployed={deployed.data ?? null}
      isDraftShown={false}
    />
  );
}
