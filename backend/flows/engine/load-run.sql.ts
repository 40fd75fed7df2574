import type { JsonObject } from '../../common/json.ts';
import type { Statement } from '../../database/database.ts';
import type { JobStatus } from '../../jobs/core/job-status.ts';
import type { FlowValue } from '../flow.contract.ts';
import type { StepRow } from '../core/rows.ts';

/** What does not change while a run goes on. `run_args` are set once, by the preprocessor. */
export type RunFacts = {
  job_id: string;
  workspace_id: string;
  kind: 'flow' | 'flow_preview';
  path: string;
  args: JsonObject;
  created_by: string;
  run_as: string;
  run_as_user_id: string | null;
  email: string | null;
  trigger_kind: string;
  trigger_path: string | null;
  parent_id: string | null;
  root_id: string | null;
  trace_id: string;
  priority: number;
  settings: JsonObject;
  scheduled_for: Date;
  version_id: string | null;
  value: FlowValue | null;
  run_args: JsonObject | null;
  depth: number;
};

/** Row of {@link lockRun}. */
export type LockedRun = { next_seq: number; status: string; job_status: JobStatus | null; cancelled_by: string | null; cancel_reason: string | null };

/** Locks a run for a decision. Always the first lock of a transaction: jobs come after it. */
export const lockRun = (jobId: string): Statement => ({
  name: 'lock_flow_run',
  text: `
select run.next_seq, run.status, job.status as job_status, job.cancel_requested_by as cancelled_by, job.cancel_reason
from flow_run run left join job on job.id = run.job_id where run.job_id = $1 for update of run`,
  values: [jobId],
});

const facts = `
job.id as job_id, job.workspace_id, job.kind, job.path, job.args, job.created_by, job.run_as, job.run_as_user_id, "user".email, job.trigger_kind, job.trigger_path,
  job.parent_id, job.root_id, job.trace_id, job.priority, job.settings, job.scheduled_for, run.version_id, run.value, run.args as run_args, run.depth`;

/** A run as it was begun. */
export const loadRun = (jobId: string): Statement => ({
  name: 'load_flow_run',
  text: `
select ${facts}
from flow_run run join job on job.id = run.job_id left join "user" on "user".id = job.run_as_user_id where run.job_id = $1`,
  values: [jobId],
});

/** Row of {@link loadRows}. */
export type StoredRow = { seq: number; row: StepRow; has_held: boolean; result_job_id: string | null; result_seq: number | null };

/** The record from a row on. */
export const loadRows = (jobId: string, fromSeq: number): Statement => ({
  name: 'load_flow_rows',
  text: `select seq, "row", held is not null as has_held, result_job_id, result_seq from flow_step where job_id = $1 and seq >= $2 order by seq`,
  values: [jobId, fromSeq],
});

/** What some rows of a run hold, as JSON text. */
export const loadHeld = (jobId: string, seqs: readonly number[]): Statement => ({
  name: 'load_flow_held',
  text: 'select seq, held::text as held from flow_step where job_id = $1 and seq = any($2::integer[])',
  values: [jobId, seqs],
});

/** Results of jobs, as JSON text. */
export const loadResults = (jobIds: readonly string[]): Statement => ({
  name: 'load_step_results',
  text: 'select id, result::text as result, result_object from job where id = any($1::uuid[])',
  values: [jobIds],
});
