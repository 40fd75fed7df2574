import type { Statement } from '../database/database.ts';
import { engineAnswerMs } from '../jobs/core/engine-limits.ts';

/** A checkpoint that is written for the first time: a step that was done, or something that begins to be waited for. */
export type NewStep = {
  jobId: string;
  attempt: number;
  key: string;
  kind: string;
  name: string;
  status: string;
  ordinal: number | null;
  attempts: number;
  inputHash: string | null;
  /** JSON text. */
  result: string | null;
  resultObject: string | null;
  isSealed: boolean;
  /** JSON text. */
  error: string | null;
  childJobId: string | null;
  waitId: string | null;
  dueAt: Date | null;
  startedAt: Date;
  endedAt: Date | null;
};

/** A job whose checkpoints were taken, and which of them were new. */
export type RecordedJob = { job_id: string; keys: string[] | null };

/**
 * Writes checkpoints of many workflows in one statement and so in one commit, which is all that a step costs.
 *
 * Fenced: only the worker that owns the job, under the attempt that it started, may write; the row of the job is share-locked, so a recovery that
 * takes the job away either sees the checkpoint or keeps it out. A job that does not come back is not ours any more.
 *
 * May be repeated after a lost answer: what is there stays as it is.
 */
export function recordSteps(workerId: string, steps: readonly NewStep[]): Statement {
  return {
    name: 'record_steps',
    answerWithinMs: engineAnswerMs,
    text: `
with step as (
  select * from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::integer[], $10::text[], $11::text[], $12::text[], $13::boolean[], $14::text[], $15::uuid[], $16::uuid[], $17::timestamptz[], $18::timestamptz[], $19::timestamptz[])
    as step (job_id, attempt, key, kind, name, status, ordinal, attempts, input_hash, result, result_object, is_sealed, error, child_job_id, wait_id, due_at, started_at, ended_at)
), owned as (
  select job.id from job
  where job.id = any($2::uuid[]) and job.worker_id = $1 and job.status = 'running' and (job.id, job.attempt) in (select job_id, attempt from step)
  for share of job
), written as (
  insert into workflow_step (job_id, key, kind, name, status, ordinal, attempts, input_hash, result, result_object, is_sealed, error, child_job_id, wait_id, due_at, started_at, ended_at)
  select step.job_id, step.key, step.kind, step.name, step.status, step.ordinal, step.attempts, step.input_hash, step.result::json, step.result_object, step.is_sealed, step.error::jsonb,
    step.child_job_id, step.wait_id, step.due_at, step.started_at, step.ended_at
  from step join owned on owned.id = step.job_id
  on conflict (job_id, key) do nothing
  returning job_id, key
)
select owned.id as job_id, array_agg(written.key) filter (where written.key is not null) as keys
from owned left join written on written.job_id = owned.id group by owned.id`,
    values: [
      workerId,
      steps.map(({ jobId }) => jobId),
      steps.map(({ attempt }) => attempt),
      steps.map(({ key }) => key),
      steps.map(({ kind }) => kind),
      steps.map(({ name }) => name),
      steps.map(({ status }) => status),
      steps.map(({ ordinal }) => ordinal),
      steps.map(({ attempts }) => attempts),
      steps.map(({ inputHash }) => inputHash),
      steps.map(({ result }) => result),
      steps.map(({ resultObject }) => resultObject),
      steps.map(({ isSealed }) => isSealed),
      steps.map(({ error }) => error),
      steps.map(({ childJobId }) => childJobId),
      steps.map(({ waitId }) => waitId),
      steps.map(({ dueAt }) => dueAt),
      steps.map(({ startedAt }) => startedAt),
      steps.map(({ endedAt }) => endedAt),
    ],
  };
}
