import type { Statement } from '../database/database.ts';
import { engineAnswerMs } from './core/engine-limits.ts';
import { admissionTask, queuePriority, taskOfTag } from '../queue/task-names.ts';
import { jobColumns, jobParameter as own, jobPlaceholders, jobRecord, jobRow, jobValues } from './job-columns.ts';
import type { NewJob } from './new-job.ts';

/**
 * Writes one job and hands it to the queue, in one statement and so in one transaction: there is never a job without its
 * row in the queue, nor the other way around (statement 1 of 3 of a job).
 *
 * A job under an admission key is not handed over itself: the admission task is, and decides who starts. The queue's job key
 * makes one row of many requests to look at the same admission key.
 *
 * The data-modifying CTE runs whatever the outer query does; the call of `add_job` runs because its rows are selected.
 */
export function insertJob(job: NewJob): Statement {
  const task = job.admissionKey === null ? taskOfTag(job.tag) : admissionTask;
  const payload = job.admissionKey === null ? { id: job.id } : { workspace: job.workspaceId, key: job.admissionKey };
  // A time of its own per debounced call, so that an early look does not replace the one that is due.
  const key = job.admissionKey === null ? null : job.scheduledFor === null ? `admission:${job.workspaceId}:${job.admissionKey}` : `admission:${job.id}`;
  return {
    name: 'insert_job',
    answerWithinMs: engineAnswerMs,
    text: `
with new_job as (
  insert into job (${jobColumns}, idempotency_key, admission_key, debounce_key, scheduled_for)
  values (${jobPlaceholders}, ${own(1)}, ${own(2)}, ${own(3)}, coalesce(${own(4)}, now()))
  on conflict (workspace_id, idempotency_key) where idempotency_key is not null do nothing
  returning id, scheduled_for
)
select new_job.id
from new_job, lateral graphile_worker.add_job(${own(5)}, ${own(6)}::json, run_at => new_job.scheduled_for, max_attempts => 32000, job_key => ${own(7)}, priority => ${own(8)})`,
    values: [
      ...jobValues(job),
      job.idempotencyKey,
      job.admissionKey,
      job.debounceKey,
      job.scheduledFor,
      task,
      JSON.stringify(payload),
      key,
      queuePriority(job.priority),
    ],
  };
}

/**
 * Writes many jobs of one kind at once: one statement, one notification. They have no idempotency keys. Jobs under an
 * admission key share one admission task.
 */
export function insertJobs(jobs: readonly NewJob[]): Statement {
  const rows = jobs.map((job) => ({
    ...jobRow(job),
    admission_key: job.admissionKey,
    debounce_key: job.debounceKey,
    entry: job.entry ?? null,
    scheduled_for: job.scheduledFor,
  }));
  return {
    name: 'insert_jobs',
    text: `
with new_job as (
  insert into job (${jobColumns}, admission_key, debounce_key, entry, scheduled_for)
  select ${jobColumns}, admission_key, debounce_key, entry, coalesce(scheduled_for, now())
  from json_to_recordset($1::json) as row(${jobRecord}, admission_key text, debounce_key text, entry text, scheduled_for timestamptz)
  returning id, workspace_id, tag, priority, admission_key, scheduled_for
), spec as (
  select array_agg(('job:' || tag, json_build_object('id', id), null, scheduled_for, 32000, null, -priority, null)::graphile_worker.job_spec) as specs
  from new_job where admission_key is null
), admission as (
  select array_agg(('admission', json_build_object('workspace', workspace_id, 'key', admission_key), null, scheduled_for, 32000, 'admission:' || workspace_id || ':' || admission_key, 0, null)::graphile_worker.job_spec) as specs
  from (select workspace_id, admission_key, min(scheduled_for) as scheduled_for from new_job where admission_key is not null group by 1, 2) as keys
)
select
  (select count(*) from spec, lateral graphile_worker.add_jobs(spec.specs) where spec.specs is not null)
  + (select count(*) from admission, lateral graphile_worker.add_jobs(admission.specs) where admission.specs is not null) as handed_over`,
    values: [JSON.stringify(rows)],
  };
}
