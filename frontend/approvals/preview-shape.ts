/** A field of two objects that are compared. */
export type FieldChange = { name: string; before: unknown; after: unknown; change: Change };
/** What became of a field or a row. */
export type Change = 'added' | 'removed' | 'changed' | 'same';
/** A row of two tables that are compared. */
export type RowChange = { key: string; change: Change; before: Fields | null; after: Fields | null };

/** What a step shows before it is decided, as what it is drawn. */
export type PreviewShape =
  | { kind: 'nothing' }
  | { kind: 'value'; value: unknown }
  | { kind: 'fields'; fields: FieldChange[] }
  | { kind: 'rows'; columns: string[]; rows: RowChange[] }
  | { kind: 'text'; before: string; after: string; language: string };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isRows = (value: unknown): value is Fields[] => Array.isArray(value) && value.every(isFields);

/** Values as JSON with sorted keys, so that the order of fields is no difference. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isFields(inner) ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner,
  ) as string;
}

const isSame = (one: unknown, other: unknown): boolean => canonical(one ?? null) === canonical(other ?? null);

/** The fields of two objects, those of the first in their order, then the new ones. */
export function compareFields(before: Fields, after: Fields): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => {
    const [was, is] = [before[name], after[name]];
    const change = !Object.hasOwn(before, name) ? 'added' : !Object.hasOwn(after, name) ? 'removed' : isSame(was, is) ? 'same' : 'changed';
    return { name, before: was, after: is, change };
  });
}

const usualKeys = ['id', 'row_key', 'key', 'uuid', 'number', 'name', 'path', 'email'];

/** The column that tells rows apart on both sides; null where none does. */
function keyColumn(before: readonly Fields[], after: readonly Fields[], columns: readonly string[]): string | null {
  const isUnique = (rows: readonly Fields[], column: string): boolean => {
    const values = rows.map((row) => row[column]);
    return values.every((value) => typeof value === 'string' || typeof value === 'number') && new Set(values.map(String)).size === values.length;
  };
  const wanted = [...usualKeys.filter((name) => columns.includes(name)), ...columns.filter((name) => /(?:^|_)id$/.test(name))];
  return wanted.find((column) => isUnique(before, column) && isUnique(after, column)) ?? null;
}

/** Rows of two tables, put side by side by what tells them apart, else by their place. */
export function compareRows(before: readonly Fields[], after: readonly Fields[]): { columns: string[]; rows: RowChange[] } {
  const columns = [...new Set([...before, ...after].flatMap(Object.keys))];
  const column = keyColumn(before, after, columns);
  const keyOf = (row: Fields, index: number): string => (column === null ? String(index + 1) : String(row[column]));
  const later = new Map(after.map((row, index) => [keyOf(row, index), row]));
  const rows = before.map((row, index): RowChange => {
    const key = keyOf(row, index);
    const match = later.get(key);
    later.delete(key);
    return { key, before: row, after: match ?? null, change: match === undefined ? 'removed' : isSame(row, match) ? 'same' : 'changed' };
  });
  for (const [key, row] of later) rows.push({ key, before: null, after: row, change: 'added' });
  return { columns, rows };
}

/** Decides how a preview is drawn. `{before, after}` is a difference, anything else is shown as a result is. */
export function shapeOfPreview(preview: unknown): PreviewShape {
  if (preview === null || preview === undefined) return { kind: 'nothing' };
  if (!isFields(preview) || Object.keys(preview).length !== 2 || !('before' in preview) || !('after' in preview)) return { kind: 'value', value: preview };
  const { before, after } = preview;
  if (typeof before === 'string' && typeof after === 'string') return { kind: 'text', before, after, language: 'text' };
  const [rowsBefore, rowsAfter] = [before ?? [], after ?? []];
  if (isRows(rowsBefore) && isRows(rowsAfter) && rowsBefore.length + rowsAfter.length > 0) return { kind: 'rows', ...compareRows(rowsBefore, rowsAfter) };
  const [fieldsBefore, fieldsAfter] = [before ?? {}, after ?? {}];
  if (isFields(fieldsBefore) && isFields(fieldsAfter)) return { kind: 'fields', fields: compareFields(fieldsBefore, fieldsAfter) };
  const write = (value: unknown): string => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2));
  return { kind: 'text', before: write(before), after: write(after), language: 'json' };
}
