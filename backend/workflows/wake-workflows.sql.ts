import type { Statement } from '../database/database.ts';
import { expectFew } from '../database/expect-few.ts';
import { noticeSql } from '../jobs/job-notice.ts';

/**
 * Wakes workflows of which something has ended: one that waits is queued again, with the attempt that it had; one that runs is told by NOTIFY.
 * Counting the wake keeps one from going to sleep that is about to. Waking twice is harmless. The rows of the queue are written together: a call for each took
 * most of the time of a wake.
 */
export function wakeWorkflows(ids: readonly string[]): Statement {
  return {
    name: 'wake_workflows',
    text: `
with woken as (
  update job set
    wakes = wakes + 1,
    attempt = case when status = 'waiting' then attempt - 1 else attempt end,
    status = case when status = 'waiting' then 'queued' else status end
  from unnest($1::uuid[]) as wanted (id)
  where job.id = wanted.id and ${expectFew('wanted.id')} and status in ('waiting', 'running')
  returning job.id, workspace_id, path, kind, status, progress, created_by, tag, priority
), row as (
  select array_agg(('job:' || tag, json_build_object('id', id), null, null, 32000, null, -priority, null)::graphile_worker.job_spec) as specs from woken where status = 'queued'
), queued as (
  select count(*) as handed_over from row, lateral graphile_worker.add_jobs(row.specs) where row.specs is not null
), notice as (${noticeSql('woken')}
), told as (
  select count(pg_notify('millrace_workflow', payload)) as sent from (
    select string_agg(id::text, ',') as payload
    from (select id, (row_number() over () - 1) / 100 as payload_number from woken where status = 'running') as running
    group by payload_number
  ) as payloads
)
select woken.id from woken, notice, told, queued`,
    values: [ids],
  };
}

/** The workflow that waits for a child job. */
export function parentsOf(childIds: readonly string[]): Statement {
  return {
    name: 'workflow_parents',
    text: `select distinct job_id from workflow_step where child_job_id = any($1::uuid[]) and status = 'open'`,
    values: [childIds],
  };
}
