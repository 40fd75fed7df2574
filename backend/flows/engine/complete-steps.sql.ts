import { jsonArray } from '../../database/json-array.ts';
import type { Statement } from '../../database/database.ts';
import { expectFew } from '../../database/expect-few.ts';
import type { CompletedJob } from '../../jobs/complete-jobs.sql.ts';
import { engineAnswerMs } from '../../jobs/core/engine-limits.ts';
import { jobColumns, jobRecord, jobRow } from '../../jobs/job-columns.ts';
import { noticeSql } from '../../jobs/job-notice.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';

/**
 * Ends jobs of steps in the transaction that decides what follows. Fenced like every end of a job; nobody else is told, because the flow
 * hears of it here. Such jobs have no admission key, whose slot would have to be given back.
 */
export function completeSteps(workerId: string, jobs: readonly CompletedJob[]): Statement {
  return {
    name: 'complete_steps',
    answerWithinMs: engineAnswerMs,
    text: `
with done as (
  update job set status = outcome.status, result = outcome.result, result_object = outcome.result_object, error = outcome.error::jsonb, starting_ms = outcome.starting_ms, ended_at = now()
  from unnest($2::uuid[], $3::integer[], $4::text[], $5::json[], $6::text[], $7::text[], $8::integer[]) as outcome (id, attempt, status, result, result_object, error, starting_ms)
  where job.id = outcome.id and ${expectFew('outcome.id')} and job.attempt = outcome.attempt and job.worker_id = $1 and job.status = 'running'
  returning job.id, job.workspace_id, job.path, job.kind, job.status, job.progress, job.created_by
), notice as (${noticeSql('done')})
select done.id from done, notice`,
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

/** Writes jobs that the worker which writes them runs itself, at once: they are never in the queue, and its lease covers a crash. */
export function insertKeptJobs(workerId: string, jobs: readonly NewJob[]): Statement {
  return {
    name: 'insert_kept_jobs',
    answerWithinMs: engineAnswerMs,
    text: `
with kept as (
  insert into job (${jobColumns}, status, worker_id, attempt, started_at)
  select ${jobColumns}, 'running', $1::uuid, 1, now()
  from json_to_recordset($2::json) as row(${jobRecord})
  returning id, workspace_id, path, kind, status, progress, created_by
), notice as (${noticeSql('kept')})
select notice.sent from notice`,
    values: [workerId, JSON.stringify(jobs.map(jobRow))],
  };
}

/** Jobs of a run that a worker runs by its own account but does not know of: their transaction was committed and its answer was lost. */
export const findForgotten = (workerId: string, runId: string, known: readonly string[]): Statement => ({
  name: 'find_forgotten_steps',
  text: `
select id, workspace_id, kind, path, version_id, raw, args, run_as, run_as_user_id, created_by, tag, parent_id, root_id, trace_id, settings, attempt, admission_key, trigger_kind,
  trigger_path, scheduled_for, entry, wakes, 0 as log_seq
from job where parent_id = $2 and worker_id = $1 and status = 'running' and ended_at is null and not (id = any($3::uuid[]))`,
  values: [workerId, runId, known],
});

/** A kept job as the worker has it. */
export function toStartedJob(job: NewJob): StartedJob {
  return {
    id: job.id,
    workspace_id: job.workspaceId,
    kind: job.kind,
    path: job.path,
    version_id: job.versionId,
    raw: job.raw,
    args: JSON.parse(JSON.stringify(job.args)) as NewJob['args'],
    run_as: job.runAs,
    run_as_user_id: job.runAsUserId,
    created_by: job.createdBy,
    tag: job.tag,
    parent_id: job.parentId,
    root_id: job.rootId,
    trace_id: job.traceId,
    settings: job.settings,
    attempt: 1,
    admission_key: null,
    trigger_kind: job.triggerKind,
    trigger_path: job.triggerPath,
    entry: null,
    wakes: 0,
    scheduled_for: new Date(),
    log_seq: 0,
  };
}
