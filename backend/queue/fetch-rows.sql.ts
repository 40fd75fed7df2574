import type { Statement } from '../database/database.ts';

/** Whether {@link makeFetchIndex} has been run: to ask makes nobody wait. */
export const hasFetchIndex = `select 1 from pg_indexes where schemaname = 'graphile_worker' and indexname = 'millrace_fetch'`;

/** The rows of each task in their order, beside the indexes of graphile-worker, which hold those of all tasks in one. Two processes that start at once make it one after the other. */
export const makeFetchIndex = `
select pg_advisory_xact_lock(hashtext('millrace:fetch_index'));
create index if not exists millrace_fetch on graphile_worker._private_jobs (task_id, priority, run_at) where is_available = true`;

/**
 * Takes rows of the queue, in place of the statement of graphile-worker 0.18.0. That one goes through the rows of all tasks in the order of priority and time,
 * and passes over those of tasks that it was not asked for: behind 100,000 jobs of a tag that nobody here serves, each look would read 100,000 rows. This one
 * goes to the first rows of each task that it serves, whatever waits beside them.
 *
 * Rows that another worker locks at this moment are skipped. More may be locked than are taken, to the end of the statement, where several tasks have many.
 * Gives what graphile-worker reads of a row and not all of it. Named queues of graphile-worker are not used by Millrace, and so not asked for.
 */
export function fetchRows(poolId: string, taskIds: readonly number[], most: number): Statement {
  return {
    // In the text, so that the plan that is kept counts on it.
    name: `fetch_rows_${most}`,
    text: `
with taken as materialized (
  select found.id
  from unnest($2::integer[]) as task (id), lateral (
    select id, priority, run_at from graphile_worker._private_jobs as jobs
    where jobs.task_id = task.id and jobs.is_available = true and jobs.run_at <= now()
    order by priority, run_at
    limit ${most}
    for update skip locked
  ) as found
  order by found.priority, found.run_at
  limit ${most}
)
update graphile_worker._private_jobs as jobs set attempts = jobs.attempts + 1, locked_by = $1, locked_at = now()
from taken where jobs.id = taken.id
returning jobs.id, jobs.task_id, jobs.payload, jobs.attempts, jobs.max_attempts, jobs.job_queue_id`,
    values: [poolId, taskIds],
  };
}
