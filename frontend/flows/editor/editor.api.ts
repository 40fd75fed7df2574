import { queryOptions } from '@tanstack/react-query';
import type { JsonObject } from '../../../backend/common/json.ts';
import type { Page } from '../../../backend/common/page.ts';
import type { RunFlowPreview } from '../../../backend/flows/flow-runs.contract.ts';
import type { CheckFlow, FlowCheck } from '../../../backend/flows/flows.contract.ts';
import type { JobRow } from '../../../backend/jobs/jobs.contract.ts';
import type { Draft, PutDraft } from '../../../backend/scripts/scripts.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { api, inWorkspace } from '../../api/client.ts';
import { flowsKey } from '../flows.api.ts';

export { flowQuery, flowsKey, putFlow } from '../flows.api.ts';
export { runnablesQuery, type PickableRunnable } from '../../runnables/runnables.api.ts';

/** The person's unreleased edit of a flow, or null. It is read when the editor opens and not behind the author's back. */
export const flowDraftQuery = (workspace: string, path: string) =>
  queryOptions({
    queryKey: [workspace, 'draft', 'flow', path],
    queryFn: async ({ signal }): Promise<Draft | null> => {
      try {
        return await api.get<Draft>(inWorkspace(workspace, `/drafts/flow/${path}`), undefined, signal);
      } catch (error) {
        if (isApiError(error) && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Keeps an unreleased edit. */
export const putFlowDraft = (workspace: string, path: string, value: JsonObject, basedOn: number | null): Promise<Draft> =>
  api.put<Draft>(inWorkspace(workspace, `/drafts/flow/${path}`), { value, based_on: basedOn } satisfies PutDraft);
/** Throws an unreleased edit away. */
export const deleteFlowDraft = (workspace: string, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/drafts/flow/${path}`));

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
