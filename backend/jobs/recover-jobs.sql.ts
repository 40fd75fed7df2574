import type { Statement } from '../database/database.ts';
import { admissionTask } from '../queue/task-names.ts';
import { endedWorkflowsSql } from './ended-workflows.ts';
import { noticeSql } from './job-notice.ts';
import { watchersSql } from './watchers.ts';

/** A worker without a sign of life for so long is dead, and its jobs belong to nobody. In seconds. */
export const leaseSeconds = 15;

/**
 * Takes the jobs of dead workers back, in one transaction: the worker is marked as ended (so that a late report of it is
 * refused), rows of the queue under its names are freed, its running jobs are queued again, failed where their script says
 * that they must not run twice, or cancelled where somebody had asked for it.
 *
 * Any process may call it, several at once: `for update skip locked` gives each dead worker to one of them.
 * `$1` is the error to record, `$2` the one for jobs that must not run twice.
 */
export function recoverJobs(lostError: string, notRepeatedError: string): Statement {
  return {
    name: 'recover_jobs',
    text: `
with dead as (
  update worker set ended_at = now()
  where id in (select id from worker where ended_at is null and seen_at < now() - interval '${leaseSeconds} seconds' for update skip locked)
  returning id, pool_ids
), unlocked as (
  select graphile_worker.force_unlock_workers(pool_ids) from dead where cardinality(pool_ids) > 0
), before as (
  select job.id, job.attempt, job.worker_id, job.started_at from job join dead on job.worker_id = dead.id where job.status = 'running' and job.ended_at is null
), lost as (
  update job set
    status = case when cancel_requested_at is not null then 'cancelled' when settings->>'idempotent' = 'false' then 'failed' else 'queued' end,
    ended_at = case when cancel_requested_at is not null or settings->>'idempotent' = 'false' then now() end,
    error = case when cancel_requested_at is null and settings->>'idempotent' = 'false' then $2::jsonb end,
    worker_id = case when cancel_requested_at is null and settings->>'idempotent' is distinct from 'false' then null else job.worker_id end,
    admitted_at = case when cancel_requested_at is null and settings->>'idempotent' is distinct from 'false' then null else admitted_at end
  from before where job.id = before.id
  returning job.*
), kept as (
  insert into job_attempt (job_id, attempt, worker_id, started_at, error)
  select before.id, before.attempt, before.worker_id, before.started_at, $1::jsonb from before join lost on lost.id = before.id where lost.status = 'queued'
  on conflict (job_id, attempt) do nothing
), notice as (${noticeSql('lost')}
), watched as (${watchersSql('lost')}
), cleaned as (${endedWorkflowsSql('lost')}
), queued as (
  select graphile_worker.add_job('job:' || tag, json_build_object('id', id), run_at => greatest(scheduled_for, now()), max_attempts => 32000, priority => -priority)
  from lost where status = 'queued' and admission_key is null
), freed as (
  select graphile_worker.add_job('${admissionTask}', json_build_object('workspace', workspace_id, 'key', admission_key), job_key => 'admission:' || workspace_id || ':' || admission_key, max_attempts => 32000)
  from (select distinct workspace_id, admission_key from lost where admission_key is not null) as keys
)
select (select count(*) from dead)::integer as workers, (select count(*) from lost)::integer as jobs, notice.sent,
  (select count(*) from queued) as handed_over, (select count(*) from freed) as looked, (select count(*) from unlocked) as freed_pools
from notice, watched, cleaned`,
    values: [lostError, notRepeatedError],
  };
}
