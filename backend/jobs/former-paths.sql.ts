import type { Statement } from '../database/database.ts';

/**
 * The paths that whatever stands at a path now had before it was renamed, and its versions. Runs keep the path under which they ran, and
 * may be seen by who may see that; this finds them again under the new one. Paths alone would not do: something else may stand at an old one by now.
 */
export const formerPaths = (workspaceId: string, path: string): Statement => ({
  name: 'former_paths',
  text: `
with recursive renames as (
  select object_kind, details ->> 'from' as path, at from event
  where workspace_id = $1 and object_kind in ('script', 'flow', 'agent') and object_path = $2 and action = object_kind || '.renamed'
  union
  select event.object_kind, event.details ->> 'from', event.at from renames
  join event on event.workspace_id = $1 and event.object_kind = renames.object_kind and event.object_path = renames.path and event.action = renames.object_kind || '.renamed' and event.at < renames.at
)
select distinct path from renames where path <> $2 limit 50`,
  values: [workspaceId, path],
});

/** Row of {@link formerPaths}. */
export type FormerPath = { path: string };

/** The versions of whatever stands at the path of parameter `path` in the workspace of parameter `workspace`. */
export const versionsAt = (workspace: string, path: string): string => `
  select version.id from script item join script_version version on version.script_id = item.id where item.workspace_id = ${workspace} and item.path = ${path}
  union all select version.id from flow item join flow_version version on version.flow_id = item.id where item.workspace_id = ${workspace} and item.path = ${path}
  union all select version.id from agent item join agent_version version on version.agent_id = item.id where item.workspace_id = ${workspace} and item.path = ${path}`;
