/** Rows of a result under their columns; `cells[row][column]`, `undefined` where a row has no such field. */
export type ResultTable = { columns: string[]; cells: unknown[][] };

/** As what a result is drawn. Anything that is none of the others is `json`. */
export type ResultShape =
  | { kind: 'nothing' }
  | { kind: 'text'; text: string }
  | { kind: 'scalar'; text: string }
  | { kind: 'table'; table: ResultTable; note: string | null }
  | { kind: 'image'; source: string; type: string }
  | { kind: 'markdown'; text: string }
  | { kind: 'html'; text: string }
  | { kind: 'pdf'; base64: string }
  | { kind: 'file'; base64: string; name: string; type: string }
  | { kind: 'error'; name: string; message: string; stack: string | null }
  | { kind: 'several'; values: unknown[] }
  | { kind: 'json' };

type Fields = Readonly<Record<string, unknown>>;

// More columns than this are nothing that a person reads as a table.
const maximumColumns = 200;
const base64Text = /^[A-Za-z0-9+/]+={0,2}$/;
const dataAddress = /^data:(image\/(?:png|jpeg|gif|webp|avif|svg\+xml));base64,([A-Za-z0-9+/=\s]+)$/;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

/** Base64 without line breaks and in the usual alphabet, or null for what is not base64. */
export function readBase64(value: unknown): string | null {
  const text = isFields(value) ? value['content'] : value;
  if (!isText(text)) return null;
  const compact = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  const isWhole = compact.replace(/=+$/, '').length % 4 !== 1;
  return isWhole && base64Text.test(compact) ? compact : null;
}

/** UTF-8 text as base64, for a data address. */
function encodeText(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

/** A table of objects: the columns are the fields in the order in which they first appear. Null where one row is no object. */
export function tableOfObjects(rows: readonly unknown[], order: readonly string[] = []): ResultTable | null {
  if (rows.length === 0 || !rows.every(isFields)) return null;
  const columns = new Set(order);
  for (const row of rows) for (const key of Object.keys(row)) columns.add(key);
  if (columns.size === 0 || columns.size > maximumColumns) return null;
  const names = [...columns];
  return { columns: names, cells: (rows as readonly Fields[]).map((row) => names.map((name) => (Object.hasOwn(row, name) ? row[name] : undefined))) };
}

/** `table-row`: a list of lists; the first one holds the names of the columns. */
function tableOfLists(rows: unknown): ResultTable | null {
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every(Array.isArray)) return null;
  const [header, ...cells] = rows as [unknown[], ...unknown[][]];
  const columns = uniqueNames(header.map(String));
  return columns.length > maximumColumns ? null : { columns, cells: cells.map((row) => columns.map((_, index) => row[index])) };
}

/** `table-col`: each column with its values. */
function tableOfColumns(value: unknown): ResultTable | null {
  if (!isFields(value)) return null;
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > maximumColumns || !entries.every(([, column]) => Array.isArray(column))) return null;
  const lists = entries as [string, unknown[]][];
  const height = lists.reduce((longest, [, column]) => Math.max(longest, column.length), 0);
  return { columns: lists.map(([name]) => name), cells: Array.from({ length: height }, (_, row) => lists.map(([, column]) => column[row])) };
}

/** `table-row-object`: objects, optionally after a list with the order of the columns. */
function tableOfRowObjects(rows: unknown): ResultTable | null {
  if (!Array.isArray(rows)) return null;
  const [first, ...rest] = rows as unknown[];
  return Array.isArray(first) ? tableOfObjects(rest, first.map(String)) : tableOfObjects(rows);
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

const asTable = (table: ResultTable | null, note: string | null = null): ResultShape | null => (table ? { kind: 'table', table, note } : null);

const asImage = (type: string) => (value: unknown): ResultShape | null => {
  const base64 = readBase64(value);
  return base64 === null ? null : { kind: 'image', type, source: `data:${type};base64,${base64}` };
};

function asFile(value: unknown, whole: Fields): ResultShape | null {
  const base64 = readBase64(value);
  const name = whole['filename'];
  if (base64 === null || !isText(name) || name === '') return null;
  return { kind: 'file', base64, name: name.split(/[\\/]/).at(-1) as string, type: isText(whole['content_type']) ? whole['content_type'] : 'application/octet-stream' };
}

function asError(value: unknown): ResultShape | null {
  if (!isFields(value) || !isText(value['message'])) return null;
  return { kind: 'error', name: isText(value['name']) ? value['name'] : 'Error', message: value['message'], stack: isText(value['stack']) ? value['stack'] : null };
}

type Reader = (value: unknown, whole: Fields) => ResultShape | null;

/** What the first key of a result asks for. A reader that finds something else than it expects gives null: then it is plain JSON. */
const byFirstKey: Readonly<Record<string, Reader>> = {
  'table-row': (value) => asTable(tableOfLists(value)),
  'table-col': (value) => asTable(tableOfColumns(value)),
  'table-row-object': (value) => asTable(tableOfRowObjects(value)),
  rows: (value, whole) => asTable(Array.isArray(value) ? tableOfObjects(value) : null, noteOfPage(whole)),
  html: (value) => (isText(value) ? { kind: 'html', text: value } : null),
  markdown: (value) => (isText(value) ? { kind: 'markdown', text: value } : null),
  md: (value) => (isText(value) ? { kind: 'markdown', text: value } : null),
  png: asImage('image/png'),
  jpeg: asImage('image/jpeg'),
  gif: asImage('image/gif'),
  // As an image, a picture that holds scripts cannot run them.
  svg: (value) => (isText(value) && value.includes('<svg') ? { kind: 'image', type: 'image/svg+xml', source: `data:image/svg+xml;base64,${encodeText(value)}` } : null),
  pdf: (value) => {
    const base64 = readBase64(value);
    return base64 === null ? null : { kind: 'pdf', base64 };
  },
  file: asFile,
  error: asError,
  render_all: (value) => (Array.isArray(value) ? { kind: 'several', values: value } : null),
};

/** `{rows, total | has_more}` is a page of a larger table; with other fields beside it, it is an object like any other. */
function noteOfPage(whole: Fields): string | null {
  const total = whole['total'];
  if (typeof total === 'number') return `of ${total} in all`;
  return whole['has_more'] === true ? 'there are more' : null;
}

function isPageOfRows(whole: Fields): boolean {
  return Object.keys(whole).every((key) => key === 'rows' || key === 'total' || key === 'has_more');
}

function shapeOfText(text: string): ResultShape {
  const image = text.length < 30_000_000 ? dataAddress.exec(text) : null;
  if (image) return { kind: 'image', type: image[1] as string, source: text.replace(/\s+/g, '') };
  return { kind: 'text', text };
}

/** Decides how a result is drawn, by its first key or by what it is. Never fails: whatever is not recognised is `json`. */
export function shapeOfResult(value: unknown): ResultShape {
  if (value === null || value === undefined) return { kind: 'nothing' };
  if (isText(value)) return shapeOfText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', text: String(value) };
  if (Array.isArray(value)) return asTable(tableOfObjects(value)) ?? { kind: 'json' };
  if (!isFields(value)) return { kind: 'json' };
  const first = Object.keys(value)[0];
  if (first === undefined || (first === 'rows' && !isPageOfRows(value))) return { kind: 'json' };
  const read = Object.hasOwn(byFirstKey, first) ? byFirstKey[first] : undefined;
  return read?.(value[first], value) ?? { kind: 'json' };
}
