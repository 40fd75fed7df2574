import { rowsOf, type Row } from '../../../components/table/rows.ts';

/** One page of rows, as an action answers a table: `{rows, total}`, `{rows, has_more}` or a plain list. */
export type AnsweredPage = { readonly rows: readonly Row[]; readonly total: number | null; readonly isLast: boolean; readonly next: string | null };

/** Reads what an action gave for a page of at most `limit` rows behind the first `before`. */
export function pageOf(answer: unknown, before: number, limit: number): AnsweredPage {
  if (Array.isArray(answer)) return { rows: rowsOf(answer), total: null, isLast: answer.length < limit, next: null };
  const {
    rows: given,
    total: counted,
    has_more: hasMore,
    next: named,
  } = (answer ?? {}) as { rows?: unknown; total?: unknown; has_more?: unknown; next?: unknown };
  const rows = rowsOf(given);
  const total = typeof counted === 'number' && Number.isInteger(counted) && counted >= 0 ? counted : null;
  const next = typeof named === 'string' ? named : null;
  const isOver = named !== undefined ? next === null : total === null ? hasMore !== true : before + rows.length >= total;
  return { rows, total, isLast: rows.length === 0 || isOver, next };
}
