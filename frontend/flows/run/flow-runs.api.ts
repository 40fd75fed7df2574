import { queryOptions } from '@tanstack/react-query';
import type { FlowRun, FlowRunStep, FlowStepStatus, FlowTimeline, RestartFlow } from '../../../backend/flows/flow-runs.contract.ts';
import { addressOf, api, inWorkspace } from '../../api/client.ts';
import { jobKey } from '../../runs/runs.api.ts';

/** A step in a frame of a run: the place that results, iterations and restarts are asked for. */
export type StepPlace = { frame: string; step: string };

/** Key of everything about a flow run: what each of its changes makes stale. */
export const flowRunKey = (workspace: string, jobId: string) => [...jobKey(workspace, jobId), 'flow'] as const;

/** The run without its iterations: what the graph draws. */
export const flowRunQuery = (workspace: string, jobId: string) =>
  queryOptions({
    queryKey: [...flowRunKey(workspace, jobId), 'head'],
    queryFn: ({ signal }) => api.get<FlowRun>(inWorkspace(workspace, `/jobs/${jobId}/flow`), undefined, signal),
  });

/** Steps of one frame, such as an iteration. */
export const flowStepsQuery = (workspace: string, jobId: string, frame: string) =>
  queryOptions({
    queryKey: [...flowRunKey(workspace, jobId), 'steps', frame],
    queryFn: ({ signal }) =>
      api.get<{ items: FlowRunStep[] }>(inWorkspace(workspace, `/jobs/${jobId}/flow/steps`), { frame }, signal).then(({ items }) => items),
  });

/** The attempts and waits of a run as bars. */
export const flowTimelineQuery = (workspace: string, jobId: string) =>
  queryOptions({
    queryKey: [...flowRunKey(workspace, jobId), 'timeline'],
    queryFn: ({ signal }) => api.get<FlowTimeline>(inWorkspace(workspace, `/jobs/${jobId}/flow/timeline`), undefined, signal),
  });

/** What a step gave, as JSON. It stands from the end of the step on, so it is read once for each end. */
export const stepResultQuery = (workspace: string, jobId: string, { frame, step }: StepPlace, endedAt: string | null) =>
  queryOptions({
    queryKey: [...jobKey(workspace, jobId), 'flow-result', frame, step, endedAt],
    queryFn: ({ signal }) => api.get<unknown>(inWorkspace(workspace, `/jobs/${jobId}/flow/result`), { frame, step }, signal),
    staleTime: Infinity,
    gcTime: 60_000,
  });

/** Where the whole result of a step is as JSON. */
export const stepResultAddress = (workspace: string, jobId: string, { frame, step }: StepPlace): string =>
  addressOf(inWorkspace(workspace, `/jobs/${jobId}/flow/result`), { frame, step });

/** Path and key of the iterations or branches below a step, page by page. */
export const framesPages = (workspace: string, jobId: string, { frame, step }: StepPlace, status: FlowStepStatus | undefined) => ({
  key: [...flowRunKey(workspace, jobId), 'frames'],
  path: inWorkspace(workspace, `/jobs/${jobId}/flow/frames`),
  query: { frame, step, status },
});

/** Runs a finished flow again from a step on; gives the id of the new run. */
export const restartFlow = (workspace: string, jobId: string, input: Partial<RestartFlow> & { step: string }): Promise<string> =>
  api.post<string>(inWorkspace(workspace, `/jobs/${jobId}/restart`), input);
