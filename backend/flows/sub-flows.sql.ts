import type { Statement } from '../database/database.ts';

/** A flow and which flows it runs. */
export type SubFlowsRow = { path: string; flows: string[] };

/** Which flows some flows run now. */
export function subFlows(workspaceId: string, paths: readonly string[]): Statement {
  return {
    name: 'sub_flows',
    text: `
select f.path, v.flows from flow f join flow_version v on v.flow_id = f.id and v.version = f.current_version
where f.workspace_id = $1 and f.archived_at is null and f.path = any($2::text[])`,
    values: [workspaceId, paths],
  };
}
