import type { TableColumn } from './columns.ts';
import type { ValueOf } from './arrange.ts';
import type { TableRow } from './rows.ts';
import { plainText } from './values.ts';

/** Programs for tables take a text that begins like this for a formula; a mark in front of it keeps it a text. */
const formula = /^[=+\-@\t\r]/;

/** One field of a CSV file. Numbers stay numbers, and no text becomes a formula. */
function csvField(value: unknown): string {
  const text = plainText(value);
  const safe = typeof value === 'string' && formula.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with a line of titles, values as they are and not as they are shown. */
export function csvOf(rows: readonly TableRow[], columns: readonly TableColumn[], valueOf: ValueOf): string {
  const lines = rows.map((row) => columns.map((column) => csvField(valueOf(row, column))).join(','));
  return [columns.map(({ title }) => csvField(title)).join(','), ...lines].join('\r\n').concat('\r\n');
}

/** Rows as JSON, with the fields of the columns. */
export const jsonOf = (rows: readonly TableRow[], columns: readonly TableColumn[], valueOf: ValueOf): string =>
  JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column) => [column.field, valueOf(row, column) ?? null]))),
    null,
    2,
  );

/** Rows as programs for tables take them from the clipboard. */
export const tsvOf = (rows: readonly TableRow[], columns: readonly TableColumn[], valueOf: ValueOf): string =>
  rows.map((row) => columns.map((column) => plainText(valueOf(row, column)).replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');

/** A block from the clipboard, cell by cell. */
export const cellsOfTsv = (text: string): string[][] =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t'));
