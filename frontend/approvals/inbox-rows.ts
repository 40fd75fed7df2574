import type { Approval, ApprovalRow } from '../../backend/approvals/approvals.contract.ts';
import { compareFields, canonical, type FieldChange } from './preview-shape.ts';

/** A line of the list: a request, or the heading of those of one path. */
export type InboxEntry = { kind: 'row'; row: ApprovalRow } | { kind: 'group'; path: string; count: number };

/** The lines of the list. Grouped, paths stand in the order in which their first request comes. */
export function entriesOf(rows: readonly ApprovalRow[], isGrouped: boolean): InboxEntry[] {
  if (!isGrouped) return rows.map((row) => ({ kind: 'row', row }));
  const byPath = new Map<string, ApprovalRow[]>();
  for (const row of rows) byPath.set(row.subject.path, [...(byPath.get(row.subject.path) ?? []), row]);
  return [...byPath].flatMap(([path, members]): InboxEntry[] => [
    { kind: 'group', path, count: members.length },
    ...members.map((row): InboxEntry => ({ kind: 'row', row })),
  ]);
}

/** The requests in the order in which the list shows them. */
export const rowsOf = (entries: readonly InboxEntry[]): ApprovalRow[] => entries.flatMap((entry) => (entry.kind === 'row' ? [entry.row] : []));

/** The request beside one: by so many places, no further than the ends. One that is not in the list begins at the first. */
export function neighbourOf(rows: readonly ApprovalRow[], id: string | null, by: number): ApprovalRow | null {
  const at = rows.findIndex((row) => row.id === id);
  if (at < 0) return rows[0] ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))] ?? null;
}

/** What is opened after a decision: the next request below, else the nearest above; null when nothing else is there. */
export function nextAfter(rows: readonly ApprovalRow[], id: string): ApprovalRow | null {
  const at = rows.findIndex((row) => row.id === id);
  return rows[at + 1] ?? (at > 0 ? (rows[at - 1] ?? null) : null);
}

/** Why a request is not decided together with others, or null when it can be. */
export function reasonAgainstBulk(row: ApprovalRow): string | null {
  if (row.status !== 'open') return 'It has ended.';
  if (!row.viewer.can_act) return row.viewer.reason;
  if (row.risk === 'high') return 'Its risk is high: open it and decide it alone.';
  if (row.has_form) return 'It asks for values: open it and decide it alone.';
  return null;
}

/** The chosen requests that can be decided together, and the others with the reason. */
export function splitForBulk(rows: readonly ApprovalRow[], ids: ReadonlySet<string>): { ready: ApprovalRow[]; left: { row: ApprovalRow; reason: string }[] } {
  const chosen = rows.filter((row) => ids.has(row.id));
  return {
    ready: chosen.filter((row) => reasonAgainstBulk(row) === null),
    left: chosen.flatMap((row) => {
      const reason = reasonAgainstBulk(row);
      return reason === null ? [] : [{ row, reason }];
    }),
  };
}

/** What of a request differs from how it was first seen: fields of the target, arguments, whether the preview does, and the stage that is open. */
export type SeenChange = { target: FieldChange[]; args: FieldChange[]; isPreviewChanged: boolean; stage: number | null };

/** Compares a request as it was seen with how it is now; null while a decision would still be about the same. */
export function changeSince(seen: Approval, now: Approval): SeenChange | null {
  if (seen.hash === now.hash) return null;
  const targetOf = ({ subject: { path, version, step } }: Approval): Record<string, unknown> => ({ path, version, step });
  const differing = (fields: FieldChange[]): FieldChange[] => fields.filter((field) => field.change !== 'same');
  return {
    target: differing(compareFields(targetOf(seen), targetOf(now))),
    args: differing(compareFields(seen.args, now.args)),
    isPreviewChanged: canonical(seen.preview ?? null) !== canonical(now.preview ?? null),
    stage: seen.stage === now.stage ? null : now.stage,
  };
}
