import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';

/**
 * What to open first, for who is new: of each kind that which shows most. An app, a flow and an agent by how many scripts and flows they
 * put to use, two scripts by how many of those name them, so that the first thing that a newcomer sees is one that others rely on. Only versions
 * that are live count, and only what the caller may see. Asked for nobody who has opened a few things.
 */
export function startingPoints(auth: Auth): Statement {
  const parameters = new Parameters();
  const workspace = parameters.add(auth.workspaceId);
  const text = `
with app_ as (
  select a.path, a.updated_at, v.summary, v.scripts, v.flows
  from app a join app_version v on v.app_id = a.id and v.version = a.current_version
  where a.workspace_id = ${workspace} and a.archived_at is null and ${visiblePaths(auth, 'apps:read', 'app', 'a.path', parameters)}
), flow_ as (
  select f.path, f.updated_at, v.summary, v.scripts, v.flows, v.step_count
  from flow f join flow_version v on v.flow_id = f.id and v.version = f.current_version
  where f.workspace_id = ${workspace} and f.archived_at is null and ${visiblePaths(auth, 'flows:read', 'flow', 'f.path', parameters)}
), agent_ as (
  select a.path, a.updated_at, v.summary, v.scripts, v.flows
  from agent a join agent_version v on v.agent_id = a.id and v.version = a.current_version
  where a.workspace_id = ${workspace} and a.archived_at is null and ${visiblePaths(auth, 'agents:read', 'agent', 'a.path', parameters)}
), named as (
  select scripts, flows from app_ union all select scripts, flows from flow_ union all select scripts, flows from agent_
), script_ as (
  select s.path, s.updated_at, v.summary, v.language
  from script s join script_version v on v.script_id = s.id and v.version = s.current_version and v.has_main
  where s.workspace_id = ${workspace} and s.archived_at is null and ${visiblePaths(auth, 'scripts:read', 'script', 's.path', parameters)}
)
(select 'app' as kind, path, summary, null as language, updated_at as at from app_ order by cardinality(scripts) + cardinality(flows) desc, path limit 1)
union all
(select 'flow', path, summary, null, updated_at from flow_ order by (select count(*) from named where flow_.path = any(named.flows)) desc, step_count desc, path limit 1)
union all
(select 'agent', path, summary, null, updated_at from agent_ order by cardinality(scripts) + cardinality(flows) desc, path limit 1)
union all
(select 'script', path, summary, language, updated_at from script_ order by (select count(*) from named where script_.path = any(named.scripts)) desc, path limit 2)`;
  return { text, values: parameters.values };
}
