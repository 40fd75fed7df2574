import type { Statement } from '../database/database.ts';

/** Which version runs. */
export type CurrentFlowRow = { version_id: string; version: number };

/**
 * Text of a select for the version to run at a path: `version_id`, `version`. The arguments are placeholders or columns, so
 * that it can stand alone or inside the statement that writes the job. `version` may be null: the current one. No row: nothing
 * runs there. Two lookups by unique index.
 */
export const currentFlowText = (workspace: string, path: string, version: string): string => `
select version_.id as version_id, version_.version
from flow flow_
join flow_version version_ on version_.flow_id = flow_.id and version_.version = coalesce(${version}, flow_.current_version)
where flow_.workspace_id = ${workspace} and flow_.path = ${path} and flow_.archived_at is null`;

/** The version to run at a path, by itself. */
export function currentFlow(workspaceId: string, path: string, version: number | null): Statement {
  return { name: 'current_flow', text: currentFlowText('$1', '$2', '$3::integer'), values: [workspaceId, path, version] };
}

/** A version with its definition, and the path at which its flow is now. */
export function flowDefinition(versionId: string): Statement {
  return {
    name: 'flow_definition',
    text: `
select v.id, f.path, v.version, v.value, v.schema, v.tag, v.code, v.hash, octet_length(v.value::text) + octet_length(v.code::text) as weight
from flow_version v join flow f on f.id = v.flow_id where v.id = $1`,
    values: [versionId],
  };
}
