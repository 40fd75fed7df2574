import type { Statement } from '../../database/database.ts';
import type { RunError } from '../../runner/runner.ts';

/** Larger results are read by those who need them, in characters. */
const broughtCharacters = 64_000;

/** The end of the job of a step. */
export type EndedStepRow = {
  id: string;
  parent_id: string;
  trigger_path: string | null;
  status: 'succeeded' | 'failed' | 'cancelled' | 'skipped';
  error: RunError | null;
  cancel_requested_by: string | null;
  cancel_reason: string | null;
  result: string | null;
};

/** How jobs of steps ended, with their results where those are small. */
export const readEndedSteps = (ids: readonly string[]): Statement => ({
  name: 'read_ended_steps',
  text: `
select id, parent_id, trigger_path, status, error, cancel_requested_by, cancel_reason, case when length(result::text) <= ${broughtCharacters} then result::text end as result
from job where id = any($1::uuid[]) and parent_id is not null and ended_at is not null`,
  values: [ids],
});

/** The facts of a flow that has no run yet. */
export const loadQueuedFacts = (jobId: string, depth: number): Statement => ({
  name: 'load_queued_flow',
  text: `
select job.id as job_id, job.workspace_id, job.kind, job.path, job.args, job.created_by, job.run_as, job.run_as_user_id, "user".email, job.trigger_kind, job.trigger_path,
  job.parent_id, job.root_id, job.trace_id, job.priority, job.settings, job.scheduled_for, job.version_id, null::json as value, null::json as run_args, $2::integer as depth
from job left join "user" on "user".id = job.run_as_user_id where job.id = $1`,
  values: [jobId, depth],
});
