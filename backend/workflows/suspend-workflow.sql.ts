import type { Statement } from '../database/database.ts';
import { noticeSql } from '../jobs/job-notice.ts';
import { workflowChildTask } from '../queue/task-names.ts';

/**
 * Puts a workflow to rest: it waits, and nobody holds it. Not when something woke it that its worker has not heard of (`wakes`), nor when it is to
 * be cancelled. The row of the job is what a wake changes too, so that one of both comes first, and neither is missed.
 */
export function suspendWorkflow(workerId: string, { id, attempt, wakes }: { id: string; attempt: number; wakes: number }): Statement {
  return {
    name: 'suspend_workflow',
    text: `
with suspended as (
  update job set status = 'waiting', worker_id = null
  where id = $2 and worker_id = $1 and attempt = $3 and status = 'running' and wakes = $4 and cancel_requested_at is null
  returning *
), notice as (${noticeSql('suspended')})
select suspended.id from suspended, notice`,
    values: [workerId, id, attempt, wakes],
  };
}

/** Has the end of child jobs wake the workflow, or the agent. Gives those that had not ended: the end of each is told, or was seen. */
export function watchChildren(ids: readonly string[], watcher = workflowChildTask): Statement {
  return {
    name: `watch_children_by_${watcher}`,
    // Within a select, so that the rows come back and not how many there were.
    text: `with watched as (update job set watcher = '${watcher}' where id = any($1::uuid[]) and ended_at is null returning id) select id from watched`,
    values: [ids],
  };
}
