import type { Invariant } from '../../auditor/invariants.ts';
import { strandedError, strandedSql } from '../../jobs/fail-stranded.sql.ts';
import { noticeSql } from '../../jobs/job-notice.ts';
import { watchersSql } from '../../jobs/watchers.ts';
import { flowCancelledTask, flowStepEndedTask, waitDueTask } from '../../queue/task-names.ts';

/** A state that lasts shorter may just be on its way from one transaction to the next. */
const settled = "interval '30 seconds'";

const isLiveFlow = `job.status = 'waiting' and job.ended_at is null and job.kind in ('flow', 'flow_preview')`;

/** What must always be true of flows and of everything that waits. */
export const flowInvariants: readonly Invariant[] = [
  {
    name: 'flow_without_work',
    meaning: 'A flow goes on although it has no job that is alive, waits for nothing, and nobody will tell it of anything',
    query: `
select job.id::text as subject from job join flow_run run on run.job_id = job.id
where ${isLiveFlow} and run.status = 'running' and job.started_at < now() - ${settled}
  and not exists (select 1 from job child where child.parent_id = job.id and (child.ended_at is null or child.ended_at > now() - ${settled}))
  and not exists (select 1 from wait where wait.job_id = job.id and (wait.closed_at is null or wait.closed_at > now() - ${settled}))
  and not exists (
    select 1 from graphile_worker._private_jobs row
    where row.payload->>'id' = job.id::text
      or row.payload->>'id' in (select child.id::text from job child where child.parent_id = job.id)
      or row.payload->>'id' in (select wait.id::text from wait where wait.job_id = job.id))
limit 100`,
    // It may have been told before: what it has heard changes nothing.
    heal: `
select graphile_worker.add_job('${flowStepEndedTask}', json_build_object('id', child.id), max_attempts => 32000) is not null as told
from job child where child.parent_id = any($1::uuid[]) and child.ended_at is not null`,
  },
  {
    name: 'flow_job_not_ended',
    meaning: 'The run of a flow has ended but its job has not',
    query: `
select job.id::text as subject from job join flow_run run on run.job_id = job.id
where ${isLiveFlow} and run.status <> 'running'
limit 100`,
  },
  {
    name: 'flow_run_not_ended',
    meaning: 'The job of a flow was cancelled but its run has not heard of it, and nobody will tell it',
    query: `
select job.id::text as subject from flow_run run join job on job.id = run.job_id
where run.status = 'running' and job.ended_at < now() - ${settled}
  and not exists (select 1 from graphile_worker._private_jobs row where row.payload->>'id' = job.id::text)
limit 100`,
    heal: `select graphile_worker.add_job('${flowCancelledTask}', json_build_object('id', id), max_attempts => 32000) is not null as told from unnest($1::text[]) as id`,
  },
  {
    name: 'ended_flow_with_live_steps',
    meaning: 'A flow has ended while a job of one of its steps is alive',
    query: `
select child.id::text as subject from job child join job flow on flow.id = child.parent_id
where child.ended_at is null and child.trigger_kind = 'flow' and flow.ended_at < now() - ${settled} and child.cancel_requested_at is null
limit 100`,
  },
  {
    name: 'step_of_no_flow',
    meaning: 'A job is the step of a flow that does not exist',
    query: `
select child.id::text as subject from job child
where child.ended_at is null and child.trigger_kind = 'flow' and not exists (select 1 from flow_run run where run.job_id = child.parent_id)
limit 100`,
  },
  {
    name: 'step_of_lost_worker',
    meaning: 'A step waits for the one worker that has the folder of its flow, and that worker is gone',
    query: `${strandedSql} and job.created_at < now() - ${settled} limit 100`,
    heal: `
with stranded as (
  update job set status = 'failed', ended_at = now(), error = '${JSON.stringify(strandedError)}'::jsonb where id = any($1::uuid[]) and status = 'queued' returning job.*
), notice as (${noticeSql('stranded')}), watched as (${watchersSql('stranded')})
select notice.sent, watched.told from notice, watched`,
  },
  {
    name: 'wait_overdue',
    meaning: 'The time of a wait is over but no row of the queue would ever end it',
    query: `
select wait.id::text as subject from wait
where wait.closed_at is null and wait.due_at < now() - ${settled}
  and not exists (select 1 from graphile_worker._private_jobs row where row.key = 'wait:' || wait.id)
limit 100`,
    heal: `
select graphile_worker.add_job('${waitDueTask}', json_build_object('id', id), run_at => due_at, job_key => 'wait:' || id, max_attempts => 32000) is not null as asked
from wait where id = any($1::uuid[]) and closed_at is null and due_at is not null`,
  },
];
