import type { JsonText } from '../common/json-text.ts';
import type { Statement } from '../database/database.ts';
import { expectFew } from '../database/expect-few.ts';
import { jsonArray } from '../database/json-array.ts';
import { engineAnswerMs } from './core/engine-limits.ts';
import { admissionTask } from '../queue/task-names.ts';
import { noticeSql } from './job-notice.ts';
import { watchersSql } from './watchers.ts';

/** The end of an attempt, as the worker that ran it reports it. */
export type CompletedJob = {
  id: string;
  attempt: number;
  status: 'succeeded' | 'failed' | 'cancelled';
  /** JSON text, or `null` when there is none or it lies in the object store. */
  result: JsonText | null;
  resultObject: string | null;
  error: string | null;
  /** From the start of the attempt to its first line of code, where that took long enough to be told. */
  startingMs?: number | null;
};

/**
 * Ends jobs (statement 3 of 3 of a job): the status, the result, the notification for whoever waits, and the request to look
 * at the admission keys that got a free slot, all in one transaction.
 *
 * Fenced: only the worker that owns the job, under the attempt that it started, may end it. A late report of a worker that
 * was declared dead matches no row. Gives the ids that were ended by this call.
 *
 * Arrays and not one JSON document: results are not parsed twice, and as {@link jsonArray} they are not quoted either.
 */
export function completeJobs(workerId: string, jobs: readonly CompletedJob[]): Statement {
  return {
    name: 'complete_jobs',
    answerWithinMs: engineAnswerMs,
    text: `
with done as (
  update job set
    status = outcome.status,
    result = outcome.result,
    result_object = outcome.result_object,
    error = outcome.error::jsonb,
    starting_ms = outcome.starting_ms,
    ended_at = now()
  from unnest($2::uuid[], $3::integer[], $4::text[], $5::json[], $6::text[], $7::text[], $8::integer[]) as outcome (id, attempt, status, result, result_object, error, starting_ms)
  where job.id = outcome.id and ${expectFew('outcome.id')} and job.attempt = outcome.attempt and job.worker_id = $1 and job.status = 'running'
  returning job.id, job.workspace_id, job.path, job.kind, job.status, job.progress, job.created_by, job.admission_key, job.watcher
), notice as (${noticeSql('done')}
), watched as (${watchersSql('done')}
), freed as (
  select graphile_worker.add_job('${admissionTask}', json_build_object('workspace', workspace_id, 'key', admission_key), job_key => 'admission:' || workspace_id || ':' || admission_key, max_attempts => 32000)
  from (select distinct workspace_id, admission_key from done where admission_key is not null) as keys
)
select done.id from done, notice, watched, (select count(*) from freed) as looked`,
    values: [
      workerId,
      jobs.map(({ id }) => id),
      jobs.map(({ attempt }) => attempt),
      jobs.map(({ status }) => status),
      jsonArray(jobs.map(({ result }) => result)),
      jobs.map(({ resultObject }) => resultObject),
      jobs.map(({ error }) => error),
      jobs.map(({ startingMs }) => startingMs ?? null),
    ],
  };
}
