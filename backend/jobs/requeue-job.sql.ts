import type { Statement } from '../database/database.ts';
import { engineAnswerMs } from './core/engine-limits.ts';
import { admissionTask } from '../queue/task-names.ts';
import { endedWorkflowsSql } from './ended-workflows.ts';
import { noticeSql } from './job-notice.ts';
import { watchersSql } from './watchers.ts';

/** Why and when a job runs again. */
export type Requeue = {
  id: string;
  attempt: number;
  delayMs: number;
  error: string | null;
  /** false: the attempt does not count, it was handed back. */ countsAsFailure: boolean;
};

/**
 * Queues a job again after a failed attempt, or when a worker that drains hands it back: keeps the attempt on record, gives
 * back the admission slot, and puts a new row into the queue. Fenced like the end of a job.
 *
 * A job that somebody asked to cancel meanwhile is cancelled instead.
 */
export function requeueJob(workerId: string, { id, attempt, delayMs, error, countsAsFailure }: Requeue): Statement {
  return {
    name: 'requeue_job',
    answerWithinMs: engineAnswerMs,
    text: `
with again as (
  update job set
    status = case when cancel_requested_at is null then 'queued' else 'cancelled' end,
    ended_at = case when cancel_requested_at is null then null else now() end,
    worker_id = null,
    admitted_at = null,
    attempt = case when $6 then attempt else attempt - 1 end,
    -- Goes on under the same number: whoever starts it must look where its log ends.
    wakes = wakes + (not $6)::integer,
    scheduled_for = now() + make_interval(secs => $4 / 1000.0)
  where id = $2 and attempt = $3 and worker_id = $1 and status = 'running'
  returning *
), kept as (
  insert into job_attempt (job_id, attempt, worker_id, started_at, error)
  select id, $3, $1, started_at, $5::jsonb from again where $6
  on conflict (job_id, attempt) do nothing
), notice as (${noticeSql('again')}
), watched as (${watchersSql('again')}
), cleaned as (${endedWorkflowsSql('again')}
), queued as (
  select graphile_worker.add_job(
    case when admission_key is null then 'job:' || tag else '${admissionTask}' end,
    case when admission_key is null then json_build_object('id', id) else json_build_object('workspace', workspace_id, 'key', admission_key) end,
    run_at => scheduled_for, max_attempts => 32000, priority => -priority,
    job_key => case when admission_key is null then null else 'admission:' || id end)
  from again where status = 'queued'
), freed as (
  select graphile_worker.add_job('${admissionTask}', json_build_object('workspace', workspace_id, 'key', admission_key), job_key => 'admission:' || workspace_id || ':' || admission_key, max_attempts => 32000)
  from again where admission_key is not null
)
select again.id, again.status from again, notice, watched, cleaned, (select count(*) from queued) as handed_over, (select count(*) from freed) as looked`,
    values: [workerId, id, attempt, delayMs, error, countsAsFailure],
  };
}
