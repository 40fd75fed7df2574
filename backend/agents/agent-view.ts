import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { myLevel } from '../items/my-level.ts';
import { AgentValue } from './agent.contract.ts';
import type { Agent, AgentRow } from './agents.contract.ts';
import type { VersionedAgent } from './agents.repository.ts';
import type { AgentListRow } from './list-agents.sql.ts';

/** A version of an agent as the API shows it. Parsed anew: fields that came later have their defaults in older versions. */
export function toAgent(auth: Auth, { item, version }: VersionedAgent, isFavourite: boolean): Agent {
  return {
    path: item.path,
    summary: version.summary,
    description: version.description,
    schema: version.schema as JsonObject,
    value: AgentValue.parse(version.value),
    version: version.version,
    hash: version.hash,
    message: version.message,
    created_by: version.createdBy,
    created_at: version.createdAt.toISOString(),
    is_current: version.version === item.currentVersion,
    my_level: myLevel(auth, 'agent', item.path),
    is_favourite: isFavourite,
    warnings: [],
  };
}

/** A row of the list. */
export function toAgentRow(auth: Auth, row: AgentListRow): AgentRow {
  return {
    path: row.path,
    summary: row.summary,
    version: row.version,
    model: row.model,
    is_practice: row.is_practice,
    tool_count: row.tool_count,
    updated_by: row.updated_by,
    updated_at: row.updated_at.toISOString(),
    my_level: myLevel(auth, 'agent', row.path),
    is_favourite: row.is_favourite,
    has_draft: row.has_draft,
    runs: row.runs ?? [],
    last_run_at: row.last_run_at?.toISOString() ?? null,
  };
}
