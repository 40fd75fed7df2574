import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';

/** Something that refers to a script. */
export type ReferenceRow = { kind: string; path: string };

/**
 * What `auth` can see of that which breaks when a script moves: scripts that import it, scripts that name its path in
 * their source, as a whole word, and schedules that run it or have it told of their ends. `position` finds the candidates, so that the expression runs on few of them.
 */
export function scriptReferences(auth: Auth, path: string): Statement {
  const parameters = new Parameters();
  const [workspace, at] = [parameters.add(auth.workspaceId), parameters.add(path)];
  const word = parameters.add(`(^|[^A-Za-z0-9_./-])${path.replace(/[.]/g, '\\.')}($|[^A-Za-z0-9_/-])`);
  const text = `
select case when v.imports @> array[${at}::text] then 'import' else 'mention' end as kind, s.path
from script s join script_version v on v.script_id = s.id and v.version = s.current_version
where s.workspace_id = ${workspace} and s.archived_at is null and s.path <> ${at} and ${visiblePaths(auth, 'scripts:read', 'script', 's.path', parameters)}
  and (v.imports @> array[${at}::text] or (position(${at} in v.content) > 0 and v.content ~ ${word}))
union all
select 'schedule', schedule.path from schedule
where schedule.workspace_id = ${workspace} and ${visiblePaths(auth, 'schedules:read', 'schedule', 'schedule.path', parameters)}
  and ${at} in (schedule.runnable_path, schedule.on_failure->'target'->>'path', schedule.on_recovery->'target'->>'path', schedule.on_success->'target'->>'path')
order by kind, path limit 200`;
  return { text, values: parameters.values };
}
