import type { Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';
import { listVersioned, type VersionedListRow } from '../items/list-versioned.sql.ts';
import type { VersionedItemQuery } from '../items/versioned-item.contract.ts';

/** A row of the list of flows. */
export type FlowListRow = VersionedListRow & { step_count: number; step_kinds: string[] };

/** A page of the flows that `auth` may read. */
export function listFlows(auth: Auth, query: VersionedItemQuery): Statement {
  return listVersioned(auth, { kind: 'flow', columns: ['step_count', 'step_kinds'] }, query);
}
