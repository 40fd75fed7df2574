import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AgentTool } from '../../backend/agents/agent.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { draftQuery } from '../runnables/editor/drafts.api.ts';
import { draftStateOf } from '../runnables/editor/draft-state.ts';
import { MayNotEdit } from '../runnables/editor/MayNotEdit.tsx';
import { suggestSummary } from '../runnables/editor/suggest-summary.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { agentQuery } from './agents.api.ts';
import { documentOf, documentOfDraft, isSameDocument, newDocument, newTool, toolsOfAddress } from './editor/agent-document.ts';
import { AgentEditorView } from './editor/AgentEditorView.tsx';
import { NewAgentForm } from './editor/NewAgentForm.tsx';
import { toolFactsOf } from './editor/tool-facts.ts';

/** The editor: of an agent that is deployed, or of a new one once it has a path. */
export function AgentEditorPage(): ReactNode {
  const { _splat: path } = useParams({ strict: false });
  const [state] = useUrlState();
  const { id: workspace, canBuild } = useWorkspace();
  // Operators have no editor: its address leads to what they may do there.
  if (!canBuild)
    return path === undefined ? (
      <Navigate to="/w/$workspace/agents" params={{ workspace }} replace />
    ) : (
      <Navigate to="/w/$workspace/agents/$" params={{ workspace, _splat: path }} replace />
    );
  if (path !== undefined) return <ExistingAgent key={path} workspace={workspace} path={path} />;
  const { path: newPath } = state;
  return newPath === undefined ? <NewAgentForm /> : <NewAgent key={newPath} workspace={workspace} path={newPath} />;
}

function NotOpened({ workspace, error, onRetry }: { workspace: string; error: unknown; onRetry: () => void }): ReactNode {
  return (
    <Page header={<PageHeader title="Agent editor" />}>
      <ErrorNotice
        error={error}
        title="The agent could not be opened."
        onRetry={onRetry}
        action={
          <Link to="/w/$workspace/agents" params={{ workspace }}>
            All agents
          </Link>
        }
      />
    </Page>
  );
}

function ExistingAgent({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const agent = useQuery(agentQuery(workspace, path));
  const draft = useQuery(draftQuery(workspace, 'agent', path));
  const error = agent.error ?? draft.error;
  if (error && (!agent.data || draft.data === undefined))
    return <NotOpened workspace={workspace} error={error} onRetry={() => void Promise.all([agent.refetch(), draft.refetch()])} />;
  if (!agent.data || draft.data === undefined) return <SkeletonPage />;
  if (agent.data.my_level === 'read') return <MayNotEdit workspace={workspace} kind="agent" path={path} />;
  const base = documentOf(agent.data);
  const found = draftStateOf(draft.data, { document: base, version: agent.data.version }, documentOfDraft, isSameDocument);
  const start = {
    path,
    base,
    version: found.kind === 'outdated' ? found.basedOn : agent.data.version,
    document: found.kind === 'none' ? base : found.document,
    hasDraft: draft.data !== null,
  };
  return <AgentEditorView workspace={workspace} start={start} deployed={agent.data} isDraftShown={found.kind === 'fits'} />;
}

/** The tools that a new agent was asked for. */
async function firstTools(client: QueryClient, workspace: string, address: string | undefined): Promise<AgentTool[]> {
  const tools: AgentTool[] = [];
  for (const target of toolsOfAddress(address)) {
    const facts = await toolFactsOf(client, workspace, target);
    tools.push(newTool(target.kind, target.path, facts, new Set(tools.map(({ name }) => name))));
  }
  return tools;
}

function NewAgent({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const [state] = useUrlState();
  const client = useQueryClient();
  const draft = useQuery(draftQuery(workspace, 'agent', path));
  // Somebody may have made an agent there since the path was chosen; "not found" is what is hoped for.
  const deployed = useQuery(agentQuery(workspace, path));
  const wanted = state['tools'] ?? '';
  const tools = useQuery({ queryKey: [workspace, 'agent-tools', wanted], queryFn: () => firstTools(client, workspace, wanted), staleTime: Infinity });
  const refusal = deployed.error && !isApiError(deployed.error, 'agent/not_found') ? deployed.error : null;
  const error = draft.error ?? refusal ?? tools.error;
  if (error) return <NotOpened workspace={workspace} error={error} onRetry={() => void Promise.all([draft.refetch(), deployed.refetch(), tools.refetch()])} />;
  // Parts of the page may ask for it again: the answer that there is none is kept as long.
  if (draft.data === undefined || !deployed.isFetched || !tools.data) return <SkeletonPage />;
  const base = newDocument(suggestSummary(path), tools.data);
  const document = draft.data ? documentOfDraft(draft.data.value, base) : base;
  return (
    <AgentEditorView
      workspace={workspace}
      start={{ path, base, version: 0, document, hasDraft: draft.data !== null }}
      deployed={deployed.data ?? null}
      isDraftShown={false}
    />
  );
}
