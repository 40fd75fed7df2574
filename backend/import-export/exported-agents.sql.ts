import type { JsonObject } from '../common/json.ts';
import type { Statement } from '../database/database.ts';

/** The current version of a live agent, as its file needs it. */
export type ExportedAgentRow = { path: string; value: JsonObject; schema: JsonObject; summary: string; description: string };

/** Every live agent of a workspace. */
export function exportedAgents(workspaceId: string): Statement {
  return {
    text: `
select a.path, v.value, v.schema, v.summary, v.description
from agent a join agent_version v on v.agent_id = a.id and v.version = a.current_version
where a.workspace_id = $1 and a.archived_at is null order by a.path`,
    values: [workspaceId],
  };
}
