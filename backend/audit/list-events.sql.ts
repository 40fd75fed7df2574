import { Parameters } from '../database/parameters.ts';
import type { Statement } from '../database/database.ts';
import type { EventQuery } from './audit.contract.ts';

/** An event as stored. */
export type StoredEvent = {
  id: string; at: Date; at_key: string; actor: string; action: string; object_kind: string; object_path: string;
  labels: Record<string, unknown>; cause: Record<string, unknown>; details: Record<string, unknown>;
};

/** What the events are narrowed to. `action` may end in `*` for all verbs of a noun. */
export type EventFilter = Omit<EventQuery, 'after' | 'limit'>;

/**
 * A page of the events of a workspace, newest first, after the key `[at, id]`. Walks the index `event_time` (or `event_object`
 * for one object) and stops after `limit` rows. The key carries microseconds, which a JavaScript date would lose.
 */
export function listEvents(workspaceId: string, filter: EventFilter, after: readonly string[] | null, limit: number): Statement {
  const parameters = new Parameters();
  const conditions = [`workspace_id = ${parameters.add(workspaceId)}`];
  if (filter.actor) conditions.push(`actor = ${parameters.add(filter.actor)}`);
  if (filter.action?.endsWith('*')) conditions.push(`starts_with(action, ${parameters.add(filter.action.slice(0, -1))})`);
  else if (filter.action) conditions.push(`action = ${parameters.add(filter.action)}`);
  if (filter.object_kind) conditions.push(`object_kind = ${parameters.add(filter.object_kind)}`);
  if (filter.object_path) conditions.push(`object_path = ${parameters.add(filter.object_path)}`);
  if (filter.from) conditions.push(`at >= ${parameters.add(filter.from)}::timestamptz`);
  if (filter.to) conditions.push(`at < ${parameters.add(filter.to)}::timestamptz`);
  if (after) conditions.push(`(at, id) < (${parameters.add(after[0])}::timestamptz, ${parameters.add(after[1])}::uuid)`);
  return {
    text: `
      select id, at, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_key, actor, action, object_kind, object_path, labels, cause, details
      from event where ${conditions.join(' and ')}
      order by at desc, id desc limit ${parameters.add(limit)}`,
    values: parameters.values,
  };
}
