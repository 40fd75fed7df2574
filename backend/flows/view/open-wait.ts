import type { OpenWait } from './core/recorded.ts';
import { placeOfWait } from './core/wait-place.ts';
import type { OpenWaitRow } from './read-flow-rows.sql.ts';

/** An open wait as the view reads it; `null` for a place that is none of a flow. */
export function openWaitOf(row: OpenWaitRow): OpenWait | null {
  const place = placeOfWait(row.place);
  if (!place) return null;
  return {
    frame: place.frame,
    step: place.step,
    kind: row.kind,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    eventKey: row.event_key,
    approvalId: row.approval_id,
    approvers: row.waits_for ?? [],
  };
}
