import type { Statement } from '../database/database.ts';
import { leaseSeconds } from '../jobs/recover-jobs.sql.ts';
import { workerTagPrefix } from '../queue/task-names.ts';
import type { WorkerEntity } from './worker.entity.ts';

/** A worker that ended longer ago is not shown any more. */
const shownAfterEnd = '10 minutes';

/** A row of {@link listWorkers}: the columns of the table, and how many jobs it has. */
export type WorkerRow = {
  id: string;
  name: string;
  host: string;
  process_id: number;
  version: string;
  tags: string[];
  isolation: string;
  isolation_note: string;
  languages: WorkerEntity['languages'];
  capacity: number;
  load: WorkerEntity['load'];
  started_at: Date;
  seen_at: Date;
  draining_at: Date | null;
  is_alive: boolean;
  has_stopped: boolean;
  running: number;
};

/** Live workers, and those that ended lately. */
export const listWorkers = (): Statement => ({
  text: `
select worker.*, ended_at is null and seen_at > now() - interval '${leaseSeconds} seconds' as is_alive,
  -- Whoever is declared dead was silent for longer than the lease before that.
  ended_at is not null and ended_at <= seen_at + interval '${leaseSeconds} seconds' as has_stopped,
  coalesce(busy.running, 0) as running
from worker
left join (select worker_id, count(*)::integer as running from job where status = 'running' and ended_at is null group by worker_id) as busy on busy.worker_id = worker.id
where ended_at is null or ended_at > now() - interval '${shownAfterEnd}'
order by is_alive desc, name, started_at desc
limit 200`,
  values: [],
});

/**
 * What waits in a workspace for each tag; how many live workers take it, whatever the workspace. The oldest is that of the jobs
 * which only lack a worker: one that is for later, or that a limit holds back, no worker could take.
 */
export const listQueues = (workspaceId: string): Statement => ({
  text: `
with live as (
  select id, tags from worker where ended_at is null and draining_at is null and seen_at > now() - interval '${leaseSeconds} seconds'
), tag as (
  select tag from job where workspace_id = $1 and ended_at is null union select own from live, unnest(tags) as own where own not like '${workerTagPrefix}%'
)
select tag.tag, (select count(*)::integer from live where tag.tag = any(live.tags)) as workers,
  count(job.id) filter (where job.status = 'queued')::integer as queued, count(job.id) filter (where job.status = 'running')::integer as running, 
  min(job.scheduled_for) filter (where job.status = 'queued' and job.scheduled_for <= now() and (job.admission_key is null or job.admitted_at is not null)) as oldest_at
from tag left join job on job.tag = tag.tag and job.workspace_id = $1 and job.ended_at is null
group by tag.tag order by tag.tag`,
  values: [workspaceId],
});
