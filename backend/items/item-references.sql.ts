import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';
import type { VersionedKind } from './versioned-items.ts';

/** Something that refers to a script, a flow or an app. */
export type ReferenceRow = { kind: string; path: string };

/**
 * What `auth` can see of that which breaks when a script or flow moves: scripts that import it, scripts that name its path in
 * their source, as a whole word, flows with a step that runs, imports or names it, apps whose live release runs it, agents that call or name it, and schedules that run it or have it told
 * of their ends. `position` finds the candidates, so that the expression runs on few of them.
 */
export function itemReferences(auth: Auth, kind: VersionedKind, path: string): Statement {
  const parameters = new Parameters();
  const [workspace, at] = [parameters.add(auth.workspaceId), parameters.add(path)];
  const word = parameters.add(`(^|[^A-Za-z0-9_./-])${path.replace(/[.]/g, '\\.')}($|[^A-Za-z0-9_/-])`);
  const named = (text: string): string => `(position(${at} in ${text}) > 0 and ${text} ~ ${word})`;
  const imported = kind === 'script' ? `v.imports @> array[${at}::text]` : 'false';
  const isSame = (table: 'script' | 'flow' | 'agent', column: string): string => (table === kind ? `${column} = ${at}` : 'false');
  const isRunBy = kind === 'app' || kind === 'agent' ? 'false' : `v.${kind}s @> array[${at}::text]`;
  // Agents name everything that they call in columns; of flows and apps agents are found by their documents.
  const isCalled = kind === 'app' ? 'false' : `v.${kind}s @> array[${at}::text]`;
  const appRuns = kind === 'agent' ? named('v.policy::text') : isRunBy;
  const target = parameters.add(JSON.stringify({ kind, path }));
  const text = `
select case when ${imported} then 'import' else 'mention' end as kind, s.path
from script s join script_version v on v.script_id = s.id and v.version = s.current_version
where s.workspace_id = ${workspace} and s.archived_at is null and not ${isSame('script', 's.path')} and ${visiblePaths(auth, 'scripts:read', 'script', 's.path', parameters)}
  and (${imported} or ${named('v.content')})
union all
select 'flow', f.path
from flow f join flow_version v on v.flow_id = f.id and v.version = f.current_version
where f.workspace_id = ${workspace} and f.archived_at is null and not ${isSame('flow', 'f.path')} and ${visiblePaths(auth, 'flows:read', 'flow', 'f.path', parameters)}
  and (${isRunBy} or ${named('v.value::text')})
union all
select 'app', a.path
from app a join app_version v on v.app_id = a.id and v.version = a.current_version
where a.workspace_id = ${workspace} and a.archived_at is null and ${visiblePaths(auth, 'apps:read', 'app', 'a.path', parameters)}
  and ${appRuns}
union all
select 'agent', g.path
from agent g join agent_version v on v.agent_id = g.id and v.version = g.current_version
where g.workspace_id = ${workspace} and g.archived_at is null and not ${isSame('agent', 'g.path')} and ${visiblePaths(auth, 'agents:read', 'agent', 'g.path', parameters)}
  and (${isCalled} or ${named('v.value::text')})
union all
select 'schedule', schedule.path from schedule
where schedule.workspace_id = ${workspace} and ${visiblePaths(auth, 'schedules:read', 'schedule', 'schedule.path', parameters)}
  and ((schedule.runnable_kind = '${kind}' and schedule.runnable_path = ${at})
    or exists (select from unnest(array[schedule.on_failure, schedule.on_recovery, schedule.on_success]) as handler where handler->'target' @> ${target}::jsonb))
union all
select 'slack_command', bound.path from slack_command bound
where bound.workspace_id = ${workspace} and ${visiblePaths(auth, 'slack_commands:read', 'slack_command', 'bound.path', parameters)}
  and bound.runnable_kind = '${kind}' and bound.runnable_path = ${at}
order by kind, path limit 200`;
  return { text, values: parameters.values };
}
