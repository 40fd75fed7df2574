import { queryOptions } from '@tanstack/react-query';
import type { Page } from '../../../backend/common/page.ts';
import type { RunFlowPreview } from '../../../backend/flows/flow-runs.contract.ts';
import type { CheckFlow, FlowCheck } from '../../../backend/flows/flows.contract.ts';
import type { JobRow } from '../../../backend/jobs/jobs.contract.ts';
import { api, inWorkspace } from '../../api/client.ts';
import { flowsKey } from '../flows.api.ts';

export { flowQuery, flowsKey, putFlow } from '../flows.api.ts';
export { runnablesQuery, type PickableRunnable } from '../../runnables/runnables.api.ts';

/** What a deploy would say, and what the steps take and give. */
export const flowCheckQuery = (workspace: string, input: CheckFlow) =>
  queryOptions({
    queryKey: [workspace, 'flow-check', input],
    queryFn: ({ signal }) => api.post<FlowCheck>(inWorkspace(workspace, '/flow_check'), input, { signal }),
    staleTime: 30_000,
    gcTime: 60_000,
  });

/** Runs a flow that is not deployed; gives the id of the run. */
export const runFlowPreview = (workspace: string, input: Partial<RunFlowPreview> & Pick<RunFlowPreview, 'value'>): Promise<string> =>
  api.post<string>(inWorkspace(workspace, '/jobs/preview_flow'), input);

/** The newest run of a deployed flow: where last known values come from before anything was tested. */
export const lastRunQuery = (workspace: string, path: string) =>
  queryOptions({
    queryKey: [...flowsKey(workspace), 'last-run', path],
    queryFn: ({ signal }) =>
      api.get<Page<JobRow>>(inWorkspace(workspace, '/jobs'), { path, kind: 'flow', limit: 1 }, signal).then(({ items }) => items[0] ?? null),
    staleTime: 10_000,
  });
