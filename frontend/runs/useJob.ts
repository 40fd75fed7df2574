import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import type { JobChanged } from '../../backend/jobs/live.contract.ts';
import { jobKey, jobQuery } from './runs.api.ts';
import { type JobLogState, useJobLog } from './useJobLog.ts';

/** A run and its log, both live. */
export type LiveJob = { job: Job | undefined; error: unknown; isOver: boolean; reload: () => void; log: JobLogState };

// A waiting run can change its reason without saying so: another run in front of it ended.
const waitingCheckMs = 5000;

/** Follows a run: its state, and its log as it is written. `jobId` null follows nothing. */
export function useJob(workspace: string, jobId: string | null): LiveJob {
  const id = jobId ?? '';
  const client = useQueryClient();
  const answer = useQuery({
    ...jobQuery(workspace, id),
    enabled: jobId !== null,
    refetchInterval: (query) => (query.state.data && query.state.data.waiting_for !== null && !isTerminal(query.state.data.status) ? waitingCheckMs : false),
  });
  const isOver = answer.data !== undefined && isTerminal(answer.data.status);
  const reload = useCallback(() => void client.invalidateQueries({ queryKey: jobKey(workspace, id), exact: true }), [client, workspace, id]);
  const hear = useCallback(
    (change: JobChanged | null) => {
      const { queryKey } = jobQuery(workspace, id);
      const known = client.getQueryData(queryKey);
      // Progress alone is drawn from the message; anything else is read anew.
      if (change && known && change.status === known.status && change.progress !== known.progress) client.setQueryData(queryKey, { ...known, progress: change.progress });
      else reload();
    },
    [client, workspace, id, reload],
  );
  const log = useJobLog(workspace, jobId, isOver, hear);
  return { job: answer.data, error: answer.error, isOver, reload, log };
}
