import { queryOptions } from '@tanstack/react-query';
import type { AgentRow } from '../../backend/agents/agents.contract.ts';
import type { Page } from '../../backend/common/page.ts';
import { agentsKey } from '../agents/agents.api.ts';
import { api, inWorkspace } from '../api/client.ts';

const most = 60;

/** Agents that a person may talk to, whose names contain a text. */
export const agentsToAskQuery = (workspace: string, search = '') =>
  queryOptions({
    queryKey: [...agentsKey(workspace), 'to-ask', search],
    queryFn: ({ signal }) =>
      api.get<Page<AgentRow>>(inWorkspace(workspace, '/agents'), { limit: most, search: search || undefined }, signal).then((page) => page.items),
  });
