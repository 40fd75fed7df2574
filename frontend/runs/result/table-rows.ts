import type { ResultTable } from './result-shape.ts';

/** By which column, and which way. */
export type TableSort = { column: number; isDescending: boolean };

/** A cell as a person reads it, and as it goes into CSV. */
export function textOfCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === '';
const numeric = /^-?\d+(?:\.\d+)?$/;
const asNumber = (value: unknown): number | null => {
  if (typeof value === 'number') return value;
  // Large numbers of a database arrive as text, and are sorted as the numbers that they are.
  return typeof value === 'string' && numeric.test(value) ? Number(value) : null;
};

/** Whether a column holds numbers: then it stands to the right, with even digits. */
export function isNumberColumn(table: ResultTable, column: number): boolean {
  let hasNumber = false;
  for (const row of table.cells) {
    const value = row[column];
    if (isBlank(value)) continue;
    if (asNumber(value) === null || typeof value === 'boolean') return false;
    hasNumber = true;
  }
  return hasNumber;
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compareCells(one: unknown, other: unknown): number {
  const [first, second] = [asNumber(one), asNumber(other)];
  if (first !== null && second !== null) return first - second;
  return words.compare(textOfCell(one), textOfCell(other));
}

/** Numbers of the rows to show, in order: those that hold the text, sorted. Empty cells stand last whichever way it is sorted. */
export function visibleRows(table: ResultTable, search: string, sort: TableSort | null): number[] {
  const needle = search.trim().toLowerCase();
  const rows: number[] = [];
  table.cells.forEach((row, index) => {
    if (needle === '' || row.some((cell) => textOfCell(cell).toLowerCase().includes(needle))) rows.push(index);
  });
  if (!sort) return rows;
  const cellOf = (row: number): unknown => table.cells[row]?.[sort.column];
  return rows.sort((one, other) => {
    const [first, second] = [cellOf(one), cellOf(other)];
    if (isBlank(first) || isBlank(second)) return Number(isBlank(first)) - Number(isBlank(second)) || one - other;
    const order = compareCells(first, second);
    return (sort.isDescending ? -order : order) || one - other;
  });
}

/** What a click on a head does next: up, down, as it came. */
export function nextSort(sort: TableSort | null, column: number): TableSort | null {
  if (sort?.column !== column) return { column, isDescending: false };
  return sort.isDescending ? null : { column, isDescending: true };
}

// A spreadsheet runs text that begins so as a formula.
const formula = /^[=+\-@\t\r]/;

function csvCell(value: unknown): string {
  const text = textOfCell(value);
  const isDangerous = formula.test(text) && asNumber(value) === null;
  const safe = isDangerous ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV (RFC 4180), with the names of the columns; text that a spreadsheet would run is made harmless. */
export function toCsv(table: ResultTable, rows: readonly number[]): string {
  const lines = [table.columns.map(csvCell).join(',')];
  for (const row of rows) lines.push((table.cells[row] ?? []).map(csvCell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** The rows as text with tabs: what a spreadsheet takes from the clipboard. */
export function toTabbedText(table: ResultTable, rows: readonly number[]): string {
  const clean = (value: unknown): string => textOfCell(value).replace(/[\t\r\n]+/g, ' ');
  return [table.columns.map(clean).join('\t'), ...rows.map((row) => (table.cells[row] ?? []).map(clean).join('\t'))].join('\n');
}

/** Reads CSV (RFC 4180; also with `;` or tabs, as spreadsheets write it) as a table; the first line names the columns. Null for what is no table. */
export function parseCsv(text: string): ResultTable | null {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell: in quotes, where two quotes are one, or up to the next separator or line break.
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*|))(${separator}|\\r?\\n|$)`, 'gy');
  for (let match = cells.exec(text); match; match = cells.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== separator) {
      rows.push(row);
      row = [];
    }
    if (cells.lastIndex >= text.length) break;
  }
  const isWhole = cells.lastIndex >= text.length;
  const [columns, ...body] = rows;
  if (!isWhole || !columns || columns.length < 2 || body.length === 0 || body.some((line) => line.length > columns.length)) return null;
  return { columns, cells: body.map((line) => columns.map((_, index) => (line[index] === '' ? undefined : line[index]))) };
}

function separatorOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: head.split(separator).length }));
  return counts.reduce((best, entry) => (entry.count > best.count ? entry : best)).separator;
}
