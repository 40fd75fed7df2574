import type { Statement } from '../database/database.ts';
import { noticeSql } from '../jobs/job-notice.ts';

/**
 * Wakes workflows of which something has ended: one that waits is queued again, with the attempt that it had; one that runs is told by NOTIFY.
 * Counting the wake keeps one from going to sleep that is about to. Waking twice is harmless.
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
  where id = any($1::uuid[]) and status in ('waiting', 'running')
  returning *
), queued as (
  select graphile_worker.add_job('job:' || tag, json_build_object('id', id), max_attempts => 32000, priority => -priority) from woken where status = 'queued'
), notice as (${noticeSql('woken')}
), told as (
  select count(pg_notify('millrace_workflow', payload)) as sent from (
    select string_agg(id::text, ',') as payload
    from (select id, (row_number() over () - 1) / 100 as payload_number from woken where status = 'running') as running
    group by payload_number
  ) as payloads
)
select woken.id from woken, notice, told, (select count(*) from queued) as handed_over`,
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
