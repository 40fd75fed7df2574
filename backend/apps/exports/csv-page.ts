import { csvCell } from '../../../components/_shared/csv.ts';
import { rowsOf, type Row } from '../../../components/table/rows.ts';
import { fieldValue } from '../../../components/table/values.ts';

/** One page of rows, as an action answers a table: `{rows, total}`, `{rows, has_more}` or a plain list. */
export type AnsweredPage = { readonly rows: readonly Row[]; readonly total: number | null; readonly isLast: boolean };

/** Reads what an action gave for a page of at most `limit` rows behind the first `before`. */
export function pageOf(answer: unknown, before: number, limit: number): AnsweredPage {
  if (Array.isArray(answer)) return { rows: rowsOf(answer), total: null, isLast: answer.length < limit };
  const { rows: given, total: counted, has_more: hasMore } = (answer ?? {}) as { rows?: unknown; total?: unknown; has_more?: unknown };
  const rows = rowsOf(given);
  const total = typeof counted === 'number' && Number.isInteger(counted) && counted >= 0 ? counted : null;
  const isLast = rows.length === 0 || (total === null ? hasMore !== true : before + rows.length >= total);
  return { rows, total, isLast };
}

/** A page as lines of a file. The first one has the mark by which spreadsheets know the encoding, and the titles. */
export function csvPage(rows: readonly Row[], columns: readonly { field: string; title: string }[], isFirst: boolean): string {
  const lines = rows.map((row) => columns.map(({ field }) => csvCell(fieldValue(row, field))).join(','));
  const head = isFirst ? [`\ufeff${columns.map(({ title }) => csvCell(title)).join(',')}`] : [];
  return [...head, ...lines].map((line) => `${line}\r\n`).join('');
}
