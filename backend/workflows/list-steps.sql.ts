import { decodeCursor } from '../common/page.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';
import type { JobStatus } from '../jobs/core/job-status.ts';
import type { RunError } from '../runner/runner.ts';
import type { StepKind, StepStatus } from './core/conversation.ts';

/** A step as a timeline shows it. `sort_key` is its beginning with all digits. */
export type StepListRow = {
  key: string;
  kind: StepKind;
  name: string;
  status: StepStatus;
  ordinal: number | null;
  attempts: number;
  started_at: Date;
  sort_key: string;
  ended_at: Date | null;
  due_at: Date | null;
  child_job_id: string | null;
  child_path: string | null;
  child_status: JobStatus | null;
  approval_id: string | null;
  approval_title: string | null;
  error: RunError | null;
  has_result: boolean;
  is_reused: boolean;
};

/** The steps of a workflow in the order of their beginning. Who may see the job is the caller's question. */
export function listSteps(jobId: string, { limit, after }: { limit: number; after?: string | undefined }): Statement {
  const parameters = new Parameters();
  const job = parameters.add(jobId);
  const cursor = decodeCursor(after, ['time', 'text']);
  const behind = cursor ? `and (step.started_at, step.key) > (${parameters.add(cursor[0])}::timestamptz, ${parameters.add(cursor[1])})` : '';
  const text = `
select step.key, step.kind, step.name, step.status, step.ordinal, step.attempts, step.started_at, step.started_at::text as sort_key, step.ended_at, step.due_at, step.child_job_id,
  child.path as child_path, child.status as child_status, approval.id as approval_id, approval.title as approval_title, step.error,
  (step.result is not null or step.result_object is not null) and step.kind <> 'sleep' as has_result, step.is_reused
from workflow_step step
left join job child on child.id = step.child_job_id
left join approval_request approval on approval.wait_id = step.wait_id
where step.job_id = ${job} and step.kind <> 'start' ${behind}
order by step.started_at, step.key
limit ${parameters.add(limit + 1)}`;
  return { text, values: parameters.values };
}

/** The beginning of a workflow, which says what run it restarts. */
export const readStart = (jobId: string): Statement => ({
  name: 'read_workflow_start',
  text: `select result from workflow_step where job_id = $1 and key = '' and kind = 'start'`,
  values: [jobId],
});
