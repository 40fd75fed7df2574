/**
 * A CTE body that tells the watcher of every job of the CTE `source` that has ended: it puts a row for the task named in
 * `job.watcher` into the queue, in the transaction of the end itself, so that no end is ever missed. Costs nothing for the many
 * jobs that nobody watches. The CTE must be referred to, or Postgres leaves it out.
 */
export const watchersSql = (source: string): string => `
  select count(graphile_worker.add_job(watcher, json_build_object('workspace', workspace_id, 'id', id), max_attempts => 32000)) as told
  from ${source} where watcher is not null and status in ('succeeded', 'failed', 'cancelled', 'skipped')`;
