import type { Statement } from '../database/database.ts';
import { engineAnswerMs } from '../jobs/core/engine-limits.ts';

/** The end of something that a workflow waited for, about to be told to its code. */
export type EndedStep = {
  jobId: string;
  attempt: number;
  key: string;
  status: 'succeeded' | 'failed' | 'cancelled';
  /** `null` for what lost a race, which the code is never told. */
  ordinal: number | null;
  /** JSON text. */
  result: string | null;
  resultObject: string | null;
  isSealed: boolean;
  /** JSON text. */
  error: string | null;
  endedAt: Date;
};

/** Writes ends before the code is told of them: then a replay tells them again in the same order. Fenced like {@link recordSteps}. */
export function endSteps(workerId: string, steps: readonly EndedStep[]): Statement {
  return {
    name: 'end_steps',
    answerWithinMs: engineAnswerMs,
    text: `
with step as (
  select * from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[], $9::boolean[], $10::text[], $11::timestamptz[])
    as step (job_id, attempt, key, status, ordinal, result, result_object, is_sealed, error, ended_at)
), owned as (
  select job.id from job
  where job.id = any($2::uuid[]) and job.worker_id = $1 and job.status = 'running' and (job.id, job.attempt) in (select job_id, attempt from step)
  for share of job
), ended as (
  update workflow_step set status = step.status, ordinal = step.ordinal, result = step.result::json, result_object = step.result_object, is_sealed = step.is_sealed,
    error = step.error::jsonb, ended_at = step.ended_at
  from step join owned on owned.id = step.job_id
  where workflow_step.job_id = step.job_id and workflow_step.key = step.key and workflow_step.status = 'open'
)
select id as job_id from owned`,
    values: [
      workerId,
      steps.map(({ jobId }) => jobId),
      steps.map(({ attempt }) => attempt),
      steps.map(({ key }) => key),
      steps.map(({ status }) => status),
      steps.map(({ ordinal }) => ordinal),
      steps.map(({ result }) => result),
      steps.map(({ resultObject }) => resultObject),
      steps.map(({ isSealed }) => isSealed),
      steps.map(({ error }) => error),
      steps.map(({ endedAt }) => endedAt),
    ],
  };
}
