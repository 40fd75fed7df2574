import { queryOptions } from '@tanstack/react-query';
import type { Agent, AgentCheck, AgentTrace, CheckAgent, PutAgent, RunAgentPreview } from '../../backend/agents/agents.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about agents of a workspace. */
export const agentsKey = (workspace: string) => [workspace, 'agents'] as const;

/** An agent as it is now, or one of its versions. */
export const agentQuery = (workspace: string, path: string, version?: number) =>
  queryOptions({
    queryKey: [...agentsKey(workspace), 'one', path, version ?? null],
    queryFn: ({ signal }) => api.get<Agent>(inWorkspace(workspace, `/agents/${path}`), { version }, signal),
    // A version never changes; the newest one may be another in a moment.
    staleTime: version === undefined ? undefined : Infinity,
  });

/** Deploys: makes the agent, or its next version. */
export const putAgent = (workspace: string, path: string, input: PutAgent): Promise<Agent> => api.put<Agent>(inWorkspace(workspace, `/agents/${path}`), input);

/** Makes an earlier version the newest: what it consists of becomes another version. */
export async function restoreAgentVersion(workspace: string, current: Agent, version: number): Promise<Agent> {
  const { value, schema, summary, description } = await api.get<Agent>(inWorkspace(workspace, `/agents/${current.path}`), { version });
  return putAgent(workspace, current.path, { value, schema, summary, description, message: `Restore version ${version}`, if_version: current.version });
}

/** What a deploy would say, and what the model would be shown. */
export const agentCheckQuery = (workspace: string, input: CheckAgent) =>
  queryOptions({
    queryKey: [workspace, 'agent-check', input],
    queryFn: ({ signal }) => api.post<AgentCheck>(inWorkspace(workspace, '/agent_check'), input, { signal }),
    staleTime: 30_000,
    gcTime: 60_000,
  });

/** Runs an agent that is not deployed; gives the id of the run. */
export const runAgentPreview = (workspace: string, input: RunAgentPreview): Promise<string> =>
  api.post<string>(inWorkspace(workspace, '/jobs/preview_agent'), input);

/** What an agent did in a run, step by step. */
export const agentTraceQuery = (workspace: string, jobId: string) =>
  queryOptions({
    queryKey: [workspace, 'job', jobId, 'agent'],
    queryFn: ({ signal }) => api.get<AgentTrace>(inWorkspace(workspace, `/jobs/${jobId}/agent`), undefined, signal),
  });
