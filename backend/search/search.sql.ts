import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';
import { visibleJobs } from '../jobs/list-jobs.sql.ts';
import type { SearchHit } from './search.contract.ts';

/** Words beyond this number do not narrow a search any further. */
const mostWords = 6;

/**
 * Everything that `auth` may see and whose path, name or summary holds every word, the best first: the exact name, then names
 * that begin with the text, then paths, then summaries. One statement over all kinds; runs are found by the begin of their id.
 */
export function searchEverything(auth: Auth, text: string, limit: number): Statement {
  const parameters = new Parameters();
  const workspace = parameters.add(auth.workspaceId);
  const query = text.trim().toLowerCase();
  const patterns = parameters.add(query.split(/\s+/).slice(0, mostWords).map(containing));
  const whole = parameters.add(query);
  const branches = [...itemBranches(auth, workspace, parameters), ...peopleBranches(auth, workspace), ...jobBranch(auth, workspace, query, parameters)];
  const statement = `
with candidate (kind, path, title, subtitle, words, weight) as (
  ${branches.join('\n  union all\n  ')}
)
select kind, path, title, subtitle from candidate
where kind = 'job' or words ilike all(${patterns}::text[])
order by
  case
    when lower(path) = ${whole} or lower(regexp_replace(path, '^.*/', '')) = ${whole} then 0
    when starts_with(lower(regexp_replace(path, '^.*/', '')), ${whole}) then 1
    when position(${whole} in lower(path)) > 0 then 2
    when position(${whole} in lower(title)) > 0 then 3
    else 4
  end, weight, path
limit ${parameters.add(limit)}`;
  return { text: statement, values: parameters.values };
}

/** A row of {@link searchEverything}. */
export type SearchRow = SearchHit;

const nameOf = (path: string): string => `regexp_replace(${path}, '^.*/', '')`;

function itemBranches(auth: Auth, workspace: string, parameters: Parameters): string[] {
  return [
    `select 'script', s.path, coalesce(nullif(v.summary, ''), ${nameOf('s.path')}), v.language, s.path || ' ' || v.summary, 1
     from script s join script_version v on v.script_id = s.id and v.version = s.current_version
     where s.workspace_id = ${workspace} and s.archived_at is null and ${visiblePaths(auth, 'scripts:read', 'script', 's.path', parameters)}`,
    `select 'flow', f.path, coalesce(nullif(v.summary, ''), ${nameOf('f.path')}), v.step_count || case v.step_count when 1 then ' step' else ' steps' end, f.path || ' ' || v.summary, 1
     from flow f join flow_version v on v.flow_id = f.id and v.version = f.current_version
     where f.workspace_id = ${workspace} and f.archived_at is null and ${visiblePaths(auth, 'flows:read', 'flow', 'f.path', parameters)}`,
    `select 'app', a.path, coalesce(nullif(v.summary, ''), ${nameOf('a.path')}), v.page_count || case v.page_count when 1 then ' page' else ' pages' end, a.path || ' ' || v.summary, 1
     from app a join app_version v on v.app_id = a.id and v.version = a.current_version
     where a.workspace_id = ${workspace} and a.archived_at is null and ${visiblePaths(auth, 'apps:read', 'app', 'a.path', parameters)}`,
    `select 'agent', a.path, coalesce(nullif(v.summary, ''), ${nameOf('a.path')}), v.tool_count || case v.tool_count when 1 then ' tool' else ' tools' end, a.path || ' ' || v.summary, 1
     from agent a join agent_version v on v.agent_id = a.id and v.version = a.current_version
     where a.workspace_id = ${workspace} and a.archived_at is null and ${visiblePaths(auth, 'agents:read', 'agent', 'a.path', parameters)}`,
    `select 'resource', path, ${nameOf('path')}, resource_type, path || ' ' || resource_type || ' ' || description, 2
     from resource where workspace_id = ${workspace} and ${visiblePaths(auth, 'resources:read', 'resource', 'path', parameters)}`,
    `select 'variable', path, ${nameOf('path')}, case when is_secret then 'secret' else 'variable' end, path || ' ' || description, 3
     from variable where workspace_id = ${workspace} and ${visiblePaths(auth, 'variables:read', 'variable', 'path', parameters)}`,
    `select 'schedule', path, coalesce(nullif(summary, ''), ${nameOf('path')}), case when is_enabled then cron else 'off' end, path || ' ' || summary || ' ' || runnable_path, 2
     from schedule where workspace_id = ${workspace} and ${visiblePaths(auth, 'schedules:read', 'schedule', 'path', parameters)}`,
  ];
}

/** Every member knows who else is there and which folders there are. */
function peopleBranches(auth: Auth, workspace: string): string[] {
  const branches: string[] = [];
  if (can(auth, 'folders:read').allowed)
    branches.push(`select 'folder', name, name, summary, name || ' ' || summary, 4 from folder where workspace_id = ${workspace}`);
  if (can(auth, 'groups:read').allowed)
    branches.push(`select 'group', name, name, summary, name || ' ' || summary, 5 from group_ where workspace_id = ${workspace}`);
  if (can(auth, 'members:read').allowed) {
    branches.push(`select 'member', m.username, coalesce(nullif(u.name, ''), m.username), u.email, m.username || ' ' || u.name || ' ' || u.email, 6
     from membership m join "user" u on u.id = m.user_id where m.workspace_id = ${workspace} and m.disabled_at is null`);
  }
  return branches;
}

/** Eight characters of an id are the least that people copy; the range makes the primary key serve a prefix. */
function jobBranch(auth: Auth, workspace: string, query: string, parameters: Parameters): string[] {
  const digits = query.replaceAll('-', '');
  if (!/^[0-9a-f]{8,32}$/.test(digits)) return [];
  const bound = (filler: string): string => `${parameters.add(digits.padEnd(32, filler))}::uuid`;
  return [
    `(select 'job', job.id::text, coalesce(nullif(job.path, ''), job.kind), job.status, '', 0
     from job where job.workspace_id = ${workspace} and job.id between ${bound('0')} and ${bound('f')} and ${visibleJobs(auth, parameters)} order by job.id desc limit 5)`,
  ];
}
