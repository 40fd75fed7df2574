import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { myLevel } from '../items/my-level.ts';
import type { FlowValue } from './flow.contract.ts';
import type { FlowListRow } from './list-flows.sql.ts';
import type { Flow, FlowProblem, FlowRow } from './flows.contract.ts';
import type { VersionedFlow } from './flows.repository.ts';

/** A version of a flow as the API shows it. */
export function toFlow(auth: Auth, { item, version }: VersionedFlow, isFavourite: boolean, warnings: FlowProblem[] = []): Flow {
  return {
    path: item.path,
    summary: version.summary,
    description: version.description,
    schema: version.schema as JsonObject,
    value: version.value as FlowValue,
    tag: version.tag,
    version: version.version,
    hash: version.hash,
    message: version.message,
    created_by: version.createdBy,
    created_at: version.createdAt.toISOString(),
    is_current: version.version === item.currentVersion,
    my_level: myLevel(auth, 'flow', item.path),
    is_favourite: isFavourite,
    warnings,
  };
}

/** A row of the list. */
export function toFlowRow(auth: Auth, row: FlowListRow): FlowRow {
  return {
    path: row.path,
    summary: row.summary,
    version: row.version,
    step_count: row.step_count,
    step_kinds: row.step_kinds,
    updated_by: row.updated_by,
    updated_at: row.updated_at.toISOString(),
    my_level: myLevel(auth, 'flow', row.path),
    is_favourite: row.is_favourite,
    has_draft: row.has_draft,
    runs: row.runs ?? [],
    last_run_at: row.last_run_at?.toISOString() ?? null,
  };
}
