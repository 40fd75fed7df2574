import type { Statement } from '../database/database.ts';
import { admissionTask, flowCancelledTask } from '../queue/task-names.ts';
import { endedWorkflowsSql } from './ended-workflows.ts';
import { noticeSql } from './job-notice.ts';
import { watchersSql } from './watchers.ts';

/**
 * Cancels jobs and everything that they started. What is queued ends at once; what runs is told to its worker by NOTIFY and
 * ends within a second. Gives the ids that were still alive. Cancelling twice does nothing more.
 *
 * Runs of flows are locked before their jobs, as their decisions do it. What such a decision has begun meanwhile is not in the family; the
 * flow is told of its cancellation and ends it.
 */
export function cancelJobs(workspaceId: string, ids: readonly string[], by: string, reason: string): Statement {
  return {
    name: 'cancel_jobs',
    text: `
with recursive family as (
  select id from job where workspace_id = $1 and id = any($2::uuid[])
  union
  select job.id from job join family on job.parent_id = family.id where job.workspace_id = $1
), runs as (
  select job_id from flow_run where job_id in (select id from family) order by job_id for update
), cancelled as (
  update job set
    status = case when status = 'running' then status else 'cancelled' end,
    ended_at = case when status = 'running' then ended_at else now() end,
    cancel_requested_at = coalesce(cancel_requested_at, now()),
    cancel_requested_by = coalesce(cancel_requested_by, $3),
    cancel_reason = coalesce(cancel_reason, $4)
  where id in (select id from family) and status in ('queued', 'running', 'waiting') and (select count(*) from runs) >= 0
  returning *
), notice as (${noticeSql('cancelled')}
), watched as (${watchersSql('cancelled')}
), cleaned as (${endedWorkflowsSql('cancelled')}
), flows as (
  select graphile_worker.add_job('${flowCancelledTask}', json_build_object('id', id), max_attempts => 32000) from cancelled where kind in ('flow', 'flow_preview')
), told as (
  select count(pg_notify('millrace_cancel', payload)) as sent from (
    select string_agg(id::text, ',') as payload
    from (select id, (row_number() over () - 1) / 100 as payload_number from cancelled where status = 'running') as running
    group by payload_number
  ) as payloads
), freed as (
  select graphile_worker.add_job('${admissionTask}', json_build_object('workspace', workspace_id, 'key', admission_key), job_key => 'admission:' || workspace_id || ':' || admission_key, max_attempts => 32000)
  from (select distinct workspace_id, admission_key from cancelled where admission_key is not null and status = 'cancelled') as keys
)
select cancelled.id from cancelled, notice, watched, cleaned, told, (select count(*) from freed) as looked, (select count(*) from flows) as ended_flows`,
    values: [workspaceId, ids, by, reason],
  };
}
