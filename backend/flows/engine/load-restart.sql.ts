import type { JsonObject } from '../../common/json.ts';
import type { Statement } from '../../database/database.ts';
import type { FlowValue } from '../flow.contract.ts';
import type { StepRow } from '../core/rows.ts';

/** A run that another one may take over from. */
export type FinishedRun = {
  id: string;
  workspace_id: string;
  kind: 'flow' | 'flow_preview';
  path: string;
  status: string;
  args: JsonObject;
  version_id: string | null;
  value: FlowValue | null;
  run_args: JsonObject | null;
};

export const loadRestart = (workspaceId: string, jobId: string): Statement => ({
  text: `
select job.id, job.workspace_id, job.kind, job.path, job.status, job.args, run.version_id, run.value, run.args as run_args
from job join flow_run run on run.job_id = job.id where job.workspace_id = $1 and job.id = $2`,
  values: [workspaceId, jobId],
});

/** A row of the record with everything that belongs to it; `held` as JSON text. */
export type FullRow = { seq: number; row: StepRow; held: string | null; result_job_id: string | null; result_seq: number | null; child_job_id: string | null };

/** The whole record of a run. */
export const loadRecord = (jobId: string): Statement => ({
  text: 'select seq, "row", held::text as held, result_job_id, result_seq, child_job_id from flow_step where job_id = $1 order by seq',
  values: [jobId],
});
