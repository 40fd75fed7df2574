import { useQuery } from '@tanstack/react-query';
import type { JobCounts } from '../../backend/jobs/jobs.contract.ts';
import { api, inWorkspace } from '../api/client.ts';
import { useRoom } from '../api/live.ts';
import { useRefresh } from '../api/useRefresh.ts';

/** Key of the counts of running, queued and waiting jobs. */
export const jobCountsKey = (workspace: string) => [workspace, 'jobs', 'counts'] as const;

/** Changes come in bursts; the count is read once for each burst. */
const gatherMs = 400;

/** How many jobs run now, kept live by the `runs` room; null while it is not known. */
export function useRunningCount(workspace: string | null): number | null {
  const { data } = useQuery({
    queryKey: jobCountsKey(workspace ?? ''),
    queryFn: ({ signal }) => api.get<JobCounts>(inWorkspace(workspace as string, '/jobs/counts'), undefined, signal),
    enabled: workspace !== null,
  });
  const refresh = useRefresh(jobCountsKey(workspace ?? ''), gatherMs);
  useRoom(workspace ?? '', workspace === null ? null : 'runs', { onJobChanged: refresh, onJoined: refresh });
  return data?.running ?? null;
}
