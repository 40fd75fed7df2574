import type { JsonObject } from '../common/json.ts';
import type { Statement } from '../database/database.ts';
import type { FlowValue } from '../flows/flow.contract.ts';
import type { StepCodes } from '../flows/step-code.ts';

/** The current version of a live flow, as its files need it. */
export type ExportedFlowRow = { path: string; value: FlowValue; code: StepCodes; schema: JsonObject; tag: string | null; summary: string; description: string };

/** Every live flow of a workspace. */
export function exportedFlows(workspaceId: string): Statement {
  return {
    text: `
select f.path, v.value, v.code, v.schema, v.tag, v.summary, v.description
from flow f join flow_version v on v.flow_id = f.id and v.version = f.current_version
where f.workspace_id = $1 and f.archived_at is null order by f.path`,
    values: [workspaceId],
  };
}
