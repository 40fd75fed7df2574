/** A row of data, whatever a script gave. */
export type Row = Readonly<Record<string, unknown>>;
/** What tells rows apart for handlers. */
export type RowKey = string | number;
/** A row as the table draws it. `id` is unique even where keys are missing or stand twice. */
export type TableRow = { readonly id: string; readonly key: RowKey; readonly row: Row; readonly isNew: boolean };

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rows of whatever was given: what is no object is left out. */
export const rowsOf = (given: unknown): readonly Row[] => (Array.isArray(given) ? (given.every(isRow) ? given : given.filter(isRow)) : []);

/** Rows that a page holds at most. Past it sorting and searching in the browser take longer than anybody waits: the server pages them better. */
export const mostHeldRows = 50_000;

/** The rows that a page holds, and how many there were. What reads `rows` of the table gets these as well. */
export function heldRows(given: unknown): { readonly rows: readonly Row[]; readonly count: number } {
  const all = rowsOf(Array.isArray(given) && given.length > mostHeldRows ? given.slice(0, mostHeldRows) : given);
  return { rows: all, count: Array.isArray(given) && given.length > mostHeldRows ? given.length : all.length };
}

/** The id of a row by its key: `1` and `'1'` are two. */
export const idOfKey = (key: RowKey): string => `${typeof key === 'number' ? 'n' : 's'}:${key}`;

/** Rows by key. A row without one is known by its place, a key that stands again by how often it did. */
export function keyedRows(rows: readonly Row[], rowKey: string): readonly TableRow[] {
  const seen = new Map<string, number>();
  return rows.map((row, index) => {
    const given = row[rowKey];
    const key = typeof given === 'string' || typeof given === 'number' ? given : `#${index + 1}`;
    const id = idOfKey(key);
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    return { id: times === 0 ? id : `${id}~${times}`, key, row, isNew: false };
  });
}

/** Whether the rows have the key that they should: said to the author, since selection and edits hang on it. */
export function keyProblem(rows: readonly Row[], rowKey: string): string | null {
  if (rows.length === 0) return null;
  const keys = rows.map((row) => row[rowKey]);
  if (!keys.every((key) => typeof key === 'string' || typeof key === 'number')) return `Not every row has a "${rowKey}".`;
  return new Set(keys).size === keys.length ? null : `Several rows have the same "${rowKey}".`;
}
