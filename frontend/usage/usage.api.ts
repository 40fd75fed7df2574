import { queryOptions } from '@tanstack/react-query';
import type { AgentBudget, AgentUsageRow, PutAgentBudgets } from '../../backend/agents/agents.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about what agents use up in a workspace. */
export const usageKey = (workspace: string) => [workspace, 'agent-usage'] as const;

/** What was used up from one day to another: everybody's for admins, their own for others. */
export const usageQuery = (workspace: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...usageKey(workspace), from, to],
    queryFn: ({ signal }) => api.get<{ items: AgentUsageRow[] }>(inWorkspace(workspace, '/agent_usage'), { from, to }, signal).then(({ items }) => items),
  });

/** What may be used up, for admins. */
export const budgetsQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...usageKey(workspace), 'budgets'],
    queryFn: ({ signal }) => api.get<{ items: AgentBudget[] }>(inWorkspace(workspace, '/agent_budgets'), undefined, signal).then(({ items }) => items),
  });

/** Replaces all budgets. */
export const putBudgets = (workspace: string, input: PutAgentBudgets): Promise<{ items: AgentBudget[] }> =>
  api.put<{ items: AgentBudget[] }>(inWorkspace(workspace, '/agent_budgets'), input);
