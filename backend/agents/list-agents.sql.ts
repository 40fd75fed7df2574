import type { Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';
import { listVersioned, type VersionedListRow } from '../items/list-versioned.sql.ts';
import type { VersionedItemQuery } from '../items/versioned-item.contract.ts';

/** A row of the list of agents. */
export type AgentListRow = VersionedListRow & { model: string; is_practice: boolean; tool_count: number };

/** A page of the agents that `auth` may read. */
export function listAgents(auth: Auth, query: VersionedItemQuery): Statement {
  return listVersioned(auth, { kind: 'agent', columns: ['model', 'is_practice', 'tool_count'] }, query);
}
