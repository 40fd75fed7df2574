import { csvCell } from '../../../../components/_shared/csv.ts';

/** Texts by language and key. */
export type TextTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A table of texts as CSV: a line for each key, a column for each language. */
export function textsAsCsv(table: TextTable, languages: readonly string[]): string {
  const keys = [...new Set(Object.values(table).flatMap(Object.keys))].sort();
  const lines = [['key', ...languages], ...keys.map((key) => [key, ...languages.map((language) => table[language]?.[key] ?? '')])];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

/** Why a file of texts cannot be taken, in words. */
export class UnreadableTexts extends Error {
  override readonly name = 'UnreadableTexts';
}

/** Reads a file of texts: JSON by language and key, or CSV as {@link textsAsCsv} writes it. Empty cells are no texts. */
export function readTexts(content: string): TextTable {
  const text = content.replace(/^\uFEFF/, '').trim();
  return text.startsWith('{') ? fromJson(text) : fromCsv(text);
}

function fromJson(text: string): TextTable {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new UnreadableTexts('The file is neither JSON nor CSV.');
  }
  const table: Record<string, Record<string, string>> = {};
  for (const [language, texts] of Object.entries(parsed as object)) {
    if (typeof texts !== 'object' || texts === null || Object.values(texts).some((value) => typeof value !== 'string'))
      throw new UnreadableTexts(`Under "${language}" there should be texts by their keys.`);
    table[requireLanguage(language)] = texts as Record<string, string>;
  }
  return table;
}

function fromCsv(text: string): TextTable {
  const [head, ...lines] = csvRows(text);
  if (!head || head.length < 2) throw new UnreadableTexts('The first line should be: key, and then a language for each column.');
  const languages = head.slice(1).map(requireLanguage);
  const entriesOf = (column: number): [string, string][] =>
    lines.flatMap(([key = '', ...cells]): [string, string][] => (key !== '' && cells[column] ? [[key, plainCell(cells[column])]] : []));
  return Object.fromEntries(languages.map((language, column) => [language, Object.fromEntries(entriesOf(column))]));
}

function requireLanguage(name: string): string {
  if (/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(name.trim()) && name.trim().length <= 20) return name.trim();
  throw new UnreadableTexts(`"${name.slice(0, 40)}" is not a language such as en or pt-BR.`);
}

/** What {@link csvCell} put before a text that begins like a formula. */
const plainCell = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/** The cells of CSV, also where they hold commas, quotes and lines. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;
  for (;;) {
    const match = pattern.exec(text);
    if (!match) throw new UnreadableTexts('A quote is open, or stands where none should.');
    const [, cell = '', end] = match;
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (end === '') return rows;
  }
}
