import { queryOptions } from '@tanstack/react-query';
import type { RestartWorkflow } from '../../backend/workflows/workflows.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of the recorded steps of a run. */
export const workflowKey = (workspace: string, jobId: string) => [workspace, 'workflow', jobId] as const;

/** Where the recorded steps of a run are. */
export const workflowPath = (workspace: string, jobId: string): string => inWorkspace(workspace, `/jobs/${jobId}/workflow`);

/** The result of a step. It never changes, so it is read once. */
export const stepResultQuery = (workspace: string, jobId: string, key: string) =>
  queryOptions({
    queryKey: [...workflowKey(workspace, jobId), 'result', key],
    queryFn: ({ signal }) => api.get<unknown>(`${workflowPath(workspace, jobId)}/result`, { key }, signal),
    staleTime: Infinity,
  });

/** Runs a workflow again from a step on; gives the id of the new run. */
export const restartWorkflow = (workspace: string, jobId: string, input: RestartWorkflow): Promise<string> =>
  api.post<string>(`${workflowPath(workspace, jobId)}/restart`, input);
