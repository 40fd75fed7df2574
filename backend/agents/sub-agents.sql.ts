import type { Statement } from '../database/database.ts';

/** An agent and which agents it calls. */
export type SubAgentsRow = { path: string; agents: string[] };

/** Which agents some agents call now. */
export function subAgents(workspaceId: string, paths: readonly string[]): Statement {
  return {
    name: 'sub_agents',
    text: `
select a.path, v.agents from agent a join agent_version v on v.agent_id = a.id and v.version = a.current_version
where a.workspace_id = $1 and a.archived_at is null and a.path = any($2::text[])`,
    values: [workspaceId, paths],
  };
}
