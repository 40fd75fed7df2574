import { approvalInvariants } from '../approvals/approval-invariants.ts';
import { flowInvariants } from '../flows/engine/flow-invariants.ts';
import { afterLostWorker } from '../jobs/core/after-attempt.ts';

import { scheduleEndedTask, scheduleTask } from '../queue/task-names.ts';

/** A sentence that must always be true of the database, as a query for what breaks it. */
export type Invariant = {
  /** Stable name: label of the metric and of the event. */
  name: string;
  /** What is wrong with a row that the query finds, for people. */
  meaning: string;
  /** Gives the column `subject` (an id), at most 100 rows. Looks only at live rows: it runs every minute. */
  query: string;
  /** Mends what was found, where that is safe; takes the subjects as `$1::text[]`. */
  heal?: string;
};

const lostError = JSON.stringify(afterLostWorker({ idempotent: false }, true).error).replaceAll("'", "''");

/** A state that lasts shorter may just be on its way from one transaction to the next. */
const settled = "interval '30 seconds'";

/** What the auditor looks for (D19). One entry per sentence; tests run them after every chaos case. */
export const invariants: readonly Invariant[] = [
  {
    name: 'running_without_worker',
    meaning: 'A job runs on a worker that has ended or does not exist',
    query: `select job.id::text as subject from job left join worker on worker.id = job.worker_id where job.status = 'running' and job.ended_at is null and (worker.id is null or worker.ended_at < now() - ${settled}) limit 100`,
    heal: `
with found as (
  update job set
    status = case when cancel_requested_at is not null then 'cancelled' when settings->>'idempotent' = 'false' then 'failed' else 'queued' end,
    ended_at = case when cancel_requested_at is not null or settings->>'idempotent' = 'false' then now() end,
    error = case when cancel_requested_at is null and settings->>'idempotent' = 'false' then '${lostError}'::jsonb end,
    worker_id = null, admitted_at = null
  where id = any($1::uuid[]) and status = 'running' returning *
)
select graphile_worker.add_job(case when admission_key is null then 'job:' || tag else 'admission' end,
  case when admission_key is null then json_build_object('id', id) else json_build_object('workspace', workspace_id, 'key', admission_key) end, max_attempts => 32000, priority => -priority) is not null as handed_over
from found where status = 'queued' or admission_key is not null`,
  },
  {
    name: 'queued_without_queue_row',
    meaning: 'A job is queued but no row of the queue would ever start it',
    query: `
select job.id::text as subject from job
where job.status = 'queued' and job.ended_at is null and (job.admission_key is null or job.admitted_at is not null) and job.scheduled_for < now() - ${settled} and job.created_at < now() - ${settled}
  and not exists (select 1 from graphile_worker._private_jobs row where row.payload->>'id' = job.id::text)
limit 100`,
    heal: `select graphile_worker.add_job('job:' || tag, json_build_object('id', id), max_attempts => 32000, priority => -priority) is not null as handed_over from job where id = any($1::uuid[]) and status = 'queued'`,
  },
  {
    name: 'admission_overdue',
    meaning: 'A job waits for admission although nothing under its key holds a slot and nobody will look at it',
    query: `
select job.id::text as subject from job
where job.status = 'queued' and job.ended_at is null and job.admission_key is not null and job.admitted_at is null and job.scheduled_for < now() - ${settled} and job.created_at < now() - ${settled}
  and not exists (select 1 from graphile_worker._private_jobs row where row.payload->>'key' = job.admission_key and row.payload->>'workspace' = job.workspace_id)
  and not exists (select 1 from job holder where holder.workspace_id = job.workspace_id and holder.admission_key = job.admission_key and holder.admitted_at is not null and holder.ended_at is null)
limit 100`,
    heal: `
select graphile_worker.add_job('admission', json_build_object('workspace', workspace_id, 'key', admission_key), max_attempts => 32000, job_key => 'admission:' || workspace_id || ':' || admission_key) is not null as asked
from (select distinct workspace_id, admission_key from job where id = any($1::uuid[])) as keys`,
  },
  {
    name: 'schedule_without_queue_row',
    meaning: 'A tick of a schedule is due but no row of the queue would ever decide it',
    query: `
select schedule.id::text as subject from schedule
where schedule.next_at < now() - ${settled} and schedule.updated_at < now() - ${settled}
  and not exists (select 1 from graphile_worker._private_jobs row where row.key = 'schedule:' || schedule.id)
limit 100`,
    heal: `
select graphile_worker.add_job('${scheduleTask}', json_build_object('id', id), run_at => next_at, max_attempts => 32000, job_key => 'schedule:' || id, priority => -100) is not null as asked
from schedule where id = any($1::uuid[]) and next_at is not null`,
  },
  {
    name: 'schedule_run_not_counted',
    meaning: 'A run of a schedule has ended but nobody will tell the schedule',
    query: `
select job.id::text as subject from schedule_tick tick join job on job.id = tick.job_id
where tick.status is null and job.status in ('succeeded', 'failed', 'cancelled', 'skipped') and job.ended_at < now() - ${settled}
  and not exists (select 1 from graphile_worker._private_jobs row where row.payload->>'id' = job.id::text)
limit 100`,
    heal: `select graphile_worker.add_job('${scheduleEndedTask}', json_build_object('workspace', workspace_id, 'id', id), max_attempts => 32000) is not null as asked from job where id = any($1::uuid[])`,
  },
  {
    name: 'queue_row_of_unknown_pool',
    meaning: 'A row of the queue is locked under a name that no live worker has',
    query: `
select distinct row.locked_by as subject from graphile_worker._private_jobs row
where row.locked_at < now() - ${settled} and row.locked_by like 'pool-%' and not exists (select 1 from worker where worker.ended_at is null and row.locked_by = any(worker.pool_ids))
limit 100`,
    heal: `select graphile_worker.force_unlock_workers($1::text[]) is null as freed`,
  },
  {
    name: 'dead_worker_with_jobs',
    meaning: 'A worker is dead for long and nobody recovered its jobs',
    query: `select distinct worker.id::text as subject from worker join job on job.worker_id = worker.id and job.status = 'running' and job.ended_at is null where worker.ended_at is null and worker.seen_at < now() - interval '60 seconds' limit 100`,
  },
  ...approvalInvariants,
  ...flowInvariants,
];
