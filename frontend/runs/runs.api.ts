import { queryOptions } from '@tanstack/react-query';
import type { BulkResult, CancelJob, DurationPoint, Job, JobCounts, JobLog, RerunJob, RunPreview } from '../../backend/jobs/jobs.contract.ts';
import { api, inWorkspace, type Query } from '../api/client.ts';
import { jobCountsKey } from '../shell/useRunningCount.ts';

/** Key of everything about runs of a workspace: what a new run or a bulk action makes stale. */
export const runsKey = (workspace: string) => [workspace, 'runs'] as const;
/** Key of a list of runs. */
export const runsListKey = (workspace: string) => [...runsKey(workspace), 'list'] as const;
/** Key of one run. */
export const jobKey = (workspace: string, id: string) => [workspace, 'job', id] as const;

/** One run with everything but its log. */
export const jobQuery = (workspace: string, id: string) =>
  queryOptions({
    queryKey: jobKey(workspace, id),
    queryFn: ({ signal }) => api.get<Job>(inWorkspace(workspace, `/jobs/${id}`), undefined, signal),
    staleTime: 1000,
  });

/** A result that is too large to come with its run. It never changes, so it is read once. */
export const jobResultQuery = (workspace: string, id: string) =>
  queryOptions({
    queryKey: [...jobKey(workspace, id), 'result'],
    queryFn: ({ signal }) => api.get<unknown>(inWorkspace(workspace, `/jobs/${id}/result`), undefined, signal),
    staleTime: Infinity,
    gcTime: 60_000,
  });

/** Pieces of a log after one that is known. */
export const readLog = (workspace: string, id: string, afterSeq: number, signal?: AbortSignal): Promise<JobLog> =>
  api.get<JobLog>(inWorkspace(workspace, `/jobs/${id}/logs`), { after_seq: afterSeq }, signal);

/** Where the whole log is as a text file. */
export const logFileAddress = (workspace: string, id: string): string => `/api${inWorkspace(workspace, `/jobs/${id}/logs.txt`)}`;
/** Where the whole result is as JSON. */
export const resultAddress = (workspace: string, id: string): string => `/api${inWorkspace(workspace, `/jobs/${id}/result`)}`;

/** How many runs there are that have not ended; the shell keeps it live. */
export const jobCountsQuery = (workspace: string) =>
  queryOptions({ queryKey: jobCountsKey(workspace), queryFn: ({ signal }) => api.get<JobCounts>(inWorkspace(workspace, '/jobs/counts'), undefined, signal) });

/** Points of the duration chart under the same filter as the list. */
export const durationsQuery = (workspace: string, query: Query) =>
  queryOptions({
    queryKey: [...runsKey(workspace), 'durations', query],
    queryFn: ({ signal }) => api.get<{ items: DurationPoint[] }>(inWorkspace(workspace, '/jobs/durations'), query, signal).then((answer) => answer.items),
  });

/** Runs code that is not deployed and gives the id of the run. */
export const runPreview = (workspace: string, input: RunPreview): Promise<string> => api.post<string>(inWorkspace(workspace, '/jobs/preview'), input);
/** Asks a run to stop. */
export const cancelJob = (workspace: string, id: string, input: CancelJob = { reason: '' }): Promise<Job> =>
  api.post<Job>(inWorkspace(workspace, `/jobs/${id}/cancel`), input);
/** Runs the same again, or with other arguments; gives the id of the new run. */
export const rerunJob = (workspace: string, id: string, input: Partial<RerunJob> = {}): Promise<string> =>
  api.post<string>(inWorkspace(workspace, `/jobs/${id}/rerun`), input);
/** Asks many runs to stop. */
export const bulkCancel = (workspace: string, ids: readonly string[]): Promise<BulkResult> =>
  api.post<BulkResult>(inWorkspace(workspace, '/jobs/bulk_cancel'), { ids });
/** Runs many again. */
export const bulkRerun = (workspace: string, ids: readonly string[]): Promise<BulkResult> =>
  api.post<BulkResult>(inWorkspace(workspace, '/jobs/bulk_rerun'), { ids });
