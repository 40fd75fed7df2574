import { visiblePaths } from '../access/visible-paths.sql.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { decodeCursor } from '../common/page.ts';
import type { Statement } from '../database/database.ts';
import { Parameters, containing } from '../database/parameters.ts';
import { jobStatuses } from './core/job-status.ts';
import { versionsAt } from './former-paths.sql.ts';
import type { JobQuery } from './jobs.contract.ts';

/** A job without its large columns, with the names that lists show. `sort_key` is the time with all its digits, for the cursor. */
export type JobListRow = {
  id: string;
  kind: string;
  path: string;
  entry: string | null;
  version: number | null;
  language: string | null;
  status: string;
  created_by: string;
  run_as: string;
  trigger_kind: string;
  trigger_path: string | null;
  tag: string;
  parent_id: string | null;
  root_id: string | null;
  attempt: number;
  worker: string | null;
  progress: number | null;
  created_at: Date;
  sort_key: string;
  scheduled_for: Date;
  started_at: Date | null;
  ended_at: Date | null;
  error_code: string | null;
  is_at_work: boolean;
};

/** Columns of {@link JobListRow}, for `job`, `script_version version_`, `flow_version flow_version_`, `agent_version agent_version_` and `worker worker_`. */
export const jobColumns = `job.id, job.kind, job.path, job.entry, coalesce(version_.version, flow_version_.version, agent_version_.version) as version, coalesce(version_.language, job.raw->>'language') as language, job.status, job.created_by, job.run_as, job.trigger_kind, job.trigger_path, job.tag, job.parent_id, job.root_id,
  job.attempt, worker_.name as worker, job.progress, job.created_at, job.created_at::text as sort_key, job.scheduled_for, job.started_at, job.ended_at, job.error->>'code' as error_code,
  job.status = 'waiting' and exists (select from job child where child.parent_id = job.id and child.status in ('queued', 'running')) as is_at_work`;

/** Joins that {@link jobColumns} needs. */
export const jobJoins =
  'left join script_version version_ on version_.id = job.version_id left join flow_version flow_version_ on flow_version_.id = job.version_id left join agent_version agent_version_ on agent_version_.id = job.version_id left join worker worker_ on worker_.id = job.worker_id';

/**
 * The condition under which `auth` may see a job: one's own runs (as who asked or as whom it runs), and the runs of every
 * script that one may read. A token limited to paths sees only the runs of these. What people write to agents is theirs: besides them, who may change the agent sees its runs.
 */
export function visibleJobs(auth: Auth, parameters: Parameters): string {
  const byPath = visiblePaths(auth, 'jobs:read', 'script', 'job.path', parameters);
  if (byPath === '(true)') return '(true)';
  const isLimited = auth.scopes !== null && visiblePaths({ ...auth, role: 'admin' }, 'jobs:read', 'script', 'job.path', new Parameters()) !== '(true)';
  if (isLimited) return byPath;
  const me = parameters.add(subjectOf(auth));
  const isOwn = `(job.created_by = ${me} or job.run_as = ${me})`;
  // Flows are seen like scripts, by their folders; what is granted on single ones counts for their runs alone.
  const hasFlows = [...auth.items.keys()].some((key) => key.startsWith('flow:'));
  const byFlow = hasFlows ? ` or (job.kind in ('flow', 'flow_preview') and ${visiblePaths(auth, 'jobs:read', 'flow', 'job.path', parameters)})` : '';
  const ofAgents = `job.kind in ('agent', 'agent_preview')`;
  return `(${isOwn} or (not ${ofAgents} and ${byPath})${byFlow} or (${ofAgents} and ${visiblePaths(auth, 'agents:write', 'agent', 'job.path', parameters)}))`;
}

/** A filter, with the paths that what stands at its path had before it was renamed. */
export type JobFilter = JobQuery & { formerPaths?: readonly string[] };

function atPath(auth: Auth, path: string, formerPaths: readonly string[], parameters: Parameters): string {
  const own = parameters.add(path);
  if (formerPaths.length === 0) return `job.path = ${own}`;
  const [former, workspace] = [parameters.add(formerPaths), parameters.add(auth.workspaceId)];
  return `(job.path = ${own} or (job.path = any(${former}::text[]) and job.version_id in (${versionsAt(workspace, own)})))`;
}

/** The conditions of a filter, always with the workspace and what may be seen. */
export function jobConditions(auth: Auth, query: Omit<JobFilter, 'limit' | 'after'>, parameters: Parameters): string {
  const conditions = [`job.workspace_id = ${parameters.add(auth.workspaceId)}`, visibleJobs(auth, parameters)];
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined && value !== '') conditions.push(`${column} = ${parameters.add(value)}`);
  };
  if (query.path) conditions.push(atPath(auth, query.path, query.formerPaths ?? [], parameters));
  equal('job.kind', query.kind);
  equal('job.created_by', query.user);
  equal('job.tag', query.tag);
  equal('worker_.name', query.worker);
  equal('job.parent_id', query.parent);
  equal('job.root_id', query.root);
  equal('job.trigger_kind', query.trigger);
  if (query.level === 'top') conditions.push('job.parent_id is null');
  const statuses = query.status?.split(',').filter((status) => (jobStatuses as readonly string[]).includes(status));
  if (statuses && statuses.length > 0) conditions.push(`job.status = any(${parameters.add(statuses)}::text[])`);
  if (query.folder) conditions.push(`starts_with(job.path, ${parameters.add(`${query.folder.replace(/\/+$/, '')}/`)})`);
  if (query.from) conditions.push(`job.created_at >= ${parameters.add(query.from)}::timestamptz`);
  if (query.to) conditions.push(`job.created_at < ${parameters.add(query.to)}::timestamptz`);
  if (query.text) conditions.push(textCondition(parameters.add(containing(query.text))));
  return conditions.join('\n  and ');
}

/** Text in arguments, result or error. Without an index: the keyset and the other filters bound how far it looks. */
const textCondition = (pattern: string): string => `(job.args::text ilike ${pattern} or job.result::text ilike ${pattern} or job.error::text ilike ${pattern})`;

/** A page of jobs, newest first, from the index on (workspace_id, created_at, id). One row more than asked tells whether there are more. */
export function listJobs(auth: Auth, query: JobFilter): Statement {
  const parameters = new Parameters();
  const conditions = jobConditions(auth, query, parameters);
  const cursor = decodeCursor(query.after, ['time', 'id']);
  const after = cursor ? `and (job.created_at, job.id) < (${parameters.add(cursor[0])}::timestamptz, ${parameters.add(cursor[1])}::uuid)` : '';
  const text = `
select ${jobColumns}
from job ${jobJoins}
where ${conditions}
  ${after}
order by job.created_at desc, job.id desc
limit ${parameters.add(query.limit + 1)}`;
  return { text, values: parameters.values };
}

/** How many jobs are alive, for the rail and the head of the page. */
export function countJobs(auth: Auth): Statement {
  const parameters = new Parameters();
  const text = `
select count(*) filter (where job.status = 'running')::integer as running, count(*) filter (where job.status = 'queued')::integer as queued, count(*) filter (where job.status = 'waiting')::integer as waiting
from (select status from job where job.ended_at is null and job.workspace_id = ${parameters.add(auth.workspaceId)} and ${visibleJobs(auth, parameters)} limit 100000) as job`;
  return { text, values: parameters.values };
}

/** Durations of the newest finished jobs of a filter, for the chart. */
export function listDurations(auth: Auth, query: JobFilter): Statement {
  const parameters = new Parameters();
  const text = `
select job.id, job.path, job.status, job.started_at, (extract(epoch from job.ended_at - job.started_at) * 1000)::float8 as duration_ms, (extract(epoch from job.started_at - greatest(job.created_at, job.scheduled_for)) * 1000)::float8 as queued_ms
from job ${jobJoins}
where ${jobConditions(auth, query, parameters)} and job.started_at is not null and job.ended_at is not null
order by job.created_at desc, job.id desc
limit 500`;
  return { text, values: parameters.values };
}
