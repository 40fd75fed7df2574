import { type Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';
import { agentTag, flowTag } from '../queue/task-names.ts';
import type { RunError } from '../runner/runner.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';
import { jobColumns, jobJoins, visibleJobs, type JobListRow } from './list-jobs.sql.ts';

/** Everything of a job but a large result. */
export type JobDetailRow = JobListRow & {
  args: JsonObject;
  result: unknown;
  has_result: boolean;
  is_workflow: boolean;
  result_size: number | null;
  result_object: string | null;
  error: RunError | null;
  settings: ScriptSettings;
  cancel_requested_by: string | null;
  cancel_reason: string | null;
  cancel_requested_at: Date | null;
  merged_into: string | null;
  trace_id: string;
  version_id: string | null;
  schema: JsonObject | null;
  admission_key: string | null;
  admitted_at: Date | null;
  debounce_key: string | null;
  starting_ms: number | null;
  attempts: { attempt: number; worker: string | null; started_at: string | null; ended_at: string; error: RunError | null }[];
  children: { id: string; path: string; status: string }[];
};

/** A result larger than this, as text, is not part of the job but read by itself. In characters. */
const inlineCharacters = 256 * 1024;
const mostChildren = 200;

/** One job with its attempts and children, if `auth` may see it. */
export function readJob(auth: Auth, jobId: string): Statement {
  const parameters = new Parameters();
  const text = `
select ${jobColumns}, job.args, job.result_object, job.error, job.settings, job.cancel_requested_by, job.cancel_reason, job.cancel_requested_at, job.merged_into, job.trace_id, job.version_id, coalesce(version_.schema, flow_version_.schema, agent_version_.schema) as schema,
  job.admission_key, job.admitted_at, job.debounce_key, job.starting_ms,
  job.result is not null or job.result_object is not null as has_result,
  job.entry is null and (coalesce(version_.is_workflow, false) or exists (select 1 from workflow_step where workflow_step.job_id = job.id)) as is_workflow,
  length(job.result::text) as result_size,
  case when length(job.result::text) <= ${inlineCharacters} then job.result end as result,
  (select coalesce(json_agg(json_build_object('attempt', attempt.attempt, 'worker', worker.name, 'started_at', attempt.started_at, 'ended_at', attempt.ended_at, 'error', attempt.error) order by attempt.attempt), '[]')
    from job_attempt attempt left join worker on worker.id = attempt.worker_id where attempt.job_id = job.id) as attempts,
  (select coalesce(json_agg(child), '[]') from (select id, path, status from job child where child.parent_id = job.id order by created_at limit ${mostChildren}) as child) as children
from job ${jobJoins}
where job.id = ${parameters.add(jobId)} and job.workspace_id = ${parameters.add(auth.workspaceId)} and ${visibleJobs(auth, parameters)}`;
  return { text, values: parameters.values };
}

/** The ids among `ids` that `auth` may see. */
export function visibleJobIds(auth: Auth, ids: readonly string[]): Statement {
  const parameters = new Parameters();
  const text = `select job.id, job.kind, job.path, job.status, job.created_by, job.run_as from job where job.id = any(${parameters.add(ids)}::uuid[]) and job.workspace_id = ${parameters.add(auth.workspaceId)} and ${visibleJobs(auth, parameters)}`;
  return { text, values: parameters.values };
}

/** What the reason for waiting is made of. */
export type WaitingRow = { workers: number; slots: number; busy_slots: number; holders: { job_id: string; since: string | null }[] };

/** Who could run a tag, and who holds the slots of an admission key. */
export function readWaiting(workspaceId: string, jobId: string, tag: string, admissionKey: string | null): Statement {
  return {
    text: `
select
  (select count(*)::integer from worker where ended_at is null and draining_at is null and seen_at > now() - interval '15 seconds' and ($3 = any(tags) or $3 in ('${flowTag}', '${agentTag}'))) as workers,
  (select coalesce(sum(capacity), 0)::integer from worker where ended_at is null and draining_at is null and seen_at > now() - interval '15 seconds' and ($3 = any(tags) or $3 in ('${flowTag}', '${agentTag}'))) as slots,
  (select coalesce(sum((load->>'busy')::integer), 0)::integer from worker where ended_at is null and draining_at is null and seen_at > now() - interval '15 seconds' and ($3 = any(tags) or $3 in ('${flowTag}', '${agentTag}'))) as busy_slots,
  (select coalesce(json_agg(json_build_object('job_id', id, 'since', coalesce(started_at, admitted_at))), '[]') from (
    select id, started_at, admitted_at from job
    where workspace_id = $1 and admission_key = $4 and ended_at is null and admitted_at is not null and id <> $2 order by admitted_at limit 20) as holder) as holders`,
    values: [workspaceId, jobId, tag, admissionKey],
  };
}
