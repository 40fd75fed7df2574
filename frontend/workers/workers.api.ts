import { queryOptions } from '@tanstack/react-query';
import type { WorkersOverview } from '../../backend/workers/workers.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of the workers and queues. */
export const workersKey = (workspace: string) => [workspace, 'workers'] as const;

/** The workers and what waits for them. */
export const workersQuery = (workspace: string) =>
  queryOptions({ queryKey: workersKey(workspace), queryFn: ({ signal }) => api.get<WorkersOverview>(inWorkspace(workspace, '/workers'), undefined, signal) });
