import type { Statement } from '../database/database.ts';
import type { JobStatus } from '../jobs/core/job-status.ts';
import type { RunError } from '../runner/runner.ts';
import type { Ending } from '../waits/wait.ts';
import type { StepKind, StepStatus } from './core/conversation.ts';

/** A checkpoint with what has become of the job or the wait behind it. */
export type LoadedStep = {
  key: string;
  kind: StepKind | 'start';
  name: string;
  status: StepStatus;
  ordinal: number | null;
  /** JSON text. */
  result: string | null;
  result_object: string | null;
  is_sealed: boolean;
  error: RunError | null;
  child_job_id: string | null;
  child_status: JobStatus | null;
  wait_id: string | null;
  ending: Ending | null;
  due_at: Date | null;
  started_at: Date;
  ended_at: Date | null;
};

const columns = `step.key, step.kind, step.name, step.status, step.ordinal, step.result::text as result, step.result_object, step.is_sealed, step.error,
  step.child_job_id, child.status as child_status, step.wait_id, wait.ending, step.due_at, step.started_at, step.ended_at`;
const joins = `left join job child on child.id = step.child_job_id and step.status = 'open'
left join wait on wait.id = step.wait_id and step.status = 'open' and wait.closed_at is not null`;

/** Everything recorded of a workflow, for a replay. */
export function loadSteps(jobId: string): Statement {
  return { name: 'load_steps', text: `select ${columns} from workflow_step step ${joins} where step.job_id = $1`, values: [jobId] };
}

/** What workflows that run here wait for and what has ended of it, with the wakes that were counted. */
export function loadOpenSteps(jobIds: readonly string[]): Statement {
  return {
    name: 'load_open_steps',
    text: `select step.job_id, job.wakes, ${columns} from job join workflow_step step on step.job_id = job.id ${joins} where job.id = any($1::uuid[]) and step.status = 'open'`,
    values: [jobIds],
  };
}
