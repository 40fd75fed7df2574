import type { Statement } from '../database/database.ts';

/** The result of a step, wherever it lies. */
export type StepResultRow = { result: string | null; result_object: string | null; is_sealed: boolean };

export const readStep = (jobId: string, key: string): Statement => ({
  name: 'read_workflow_step',
  text: `select result::text as result, result_object, is_sealed from workflow_step where job_id = $1 and key = $2 and kind <> 'start'`,
  values: [jobId, key],
});

/**
 * Gives a run what another one recorded before a step: everything whose end the code was told before that of the step, and before anything that the
 * step began after. What was open is begun anew. The seed comes along, so time and chance of the part that is taken over are the same.
 */
export function copySteps(fromJobId: string, toJobId: string, fromKey: string): Statement {
  return {
    text: `
with turning_point as (
  select coalesce(ordinal, 2147483647) as ordinal from workflow_step where job_id = $1 and key = $3
)
insert into workflow_step (job_id, key, kind, name, status, ordinal, attempts, input_hash, result, result_object, is_sealed, error, child_job_id, due_at, started_at, ended_at, is_reused)
select $2, step.key, step.kind, step.name, step.status, step.ordinal, step.attempts, step.input_hash,
  case when step.kind = 'start' then json_build_object('seed', step.result->>'seed', 'restarted_from', json_build_object('job_id', $1::uuid, 'key', $3::text)) else step.result end,
  step.result_object, step.is_sealed, step.error, step.child_job_id, step.due_at, step.started_at, step.ended_at, step.kind <> 'start'
from workflow_step step, turning_point
where step.job_id = $1 and step.key <> $3 and (step.kind = 'start' or step.ordinal < turning_point.ordinal)`,
    values: [fromJobId, toJobId, fromKey],
  };
}
