import type { Auth } from '../../access/core/auth.ts';
import type { Statement } from '../../database/database.ts';
import { Parameters } from '../../database/parameters.ts';
import { visibleJobs } from '../../jobs/list-jobs.sql.ts';
import type { FlowValue } from '../flow.contract.ts';

/** A flow run without its steps. */
export type FlowRunRow = {
  job_id: string;
  kind: string;
  path: string;
  job_version_id: string | null;
  version_id: string | null;
  value: FlowValue | null;
  raw: unknown;
  /** A job that was cancelled has ended before its run has heard of it. */
  is_running: boolean;
  next_seq: number | null;
  restarted_from: string | null;
  restarted_frame: string | null;
  restarted_step: string | null;
};

/** The run of a job, if `auth` may see the job: one row by primary keys. The value only where no version has it, which is kept in memory. */
export function readFlowRun(auth: Auth, jobId: string): Statement {
  const parameters = new Parameters();
  const text = `
select job.id as job_id, job.kind, job.path, job.version_id as job_version_id, coalesce(run.version_id, job.version_id) as version_id, run.value, job.raw, coalesce(run.status = 'running' and job.ended_at is null, false) as is_running, run.next_seq,
  run.restarted_from, run.restarted_frame, run.restarted_step
from job left join flow_run run on run.job_id = job.id
where job.id = ${parameters.add(jobId)} and job.workspace_id = ${parameters.add(auth.workspaceId)} and ${visibleJobs(auth, parameters)}`;
  return { text, values: parameters.values };
}

/** A run that took over from another one. */
export type RestartRow = { job_id: string; step: string; created_at: Date };

/** Runs that took over from a run, of those that `auth` may see. */
export function readRestarts(auth: Auth, jobId: string): Statement {
  const parameters = new Parameters();
  const text = `
select job.id as job_id, run.restarted_step as step, job.created_at
from flow_run run join job on job.id = run.job_id
where run.restarted_from = ${parameters.add(jobId)} and job.workspace_id = ${parameters.add(auth.workspaceId)} and ${visibleJobs(auth, parameters)}
order by job.created_at desc limit 20`;
  return { text, values: parameters.values };
}
