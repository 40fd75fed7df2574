import type { Statement } from '../database/database.ts';

/** Deletes the checkpoints and waits of jobs that were deleted, and gives the objects that no other run refers to. */
export const forgetSteps = (jobIds: readonly string[]): Statement => ({
  text: `
with gone as (
  delete from workflow_step where job_id = any($1::uuid[]) returning result_object
), waits as (
  delete from wait where job_id = any($1::uuid[]) and owner = 'workflow'
)
select distinct result_object from gone
where result_object is not null and not exists (select 1 from workflow_step other where other.result_object = gone.result_object and other.job_id <> all($1::uuid[]))`,
  values: [jobIds],
});
