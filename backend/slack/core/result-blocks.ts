import { section, type Block } from './blocks.ts';
import { clip, codeBlock, escapeText } from './slack-text.ts';

const mostRows = 20;
const mostColumns = 8;
const mostWidth = 40;
const mostCode = 2900;

/** Shows a result by its shape: text as text, rows as a table, a flat object as a list, anything else as JSON. Nothing in it is interpreted. */
export function resultBlocks(result: unknown): Block[] {
  if (result === null || result === undefined) return [];
  if (typeof result === 'string') return result.trim() === '' ? [] : [section(clip(escapeText(result), 2900))];
  if (typeof result !== 'object') return [section(`\`${escapeText(String(result))}\``)];
  if (Array.isArray(result)) return rowsOf(result) ?? [json(result)];
  const table = Object.values(result).find((value) => Array.isArray(value) && value.length > 0 && value.every(isRow));
  const facts = factsOf(result as Record<string, unknown>);
  if (facts) return facts;
  return table && Object.keys(result).length <= 3 ? [...(rowsOf(table as unknown[]) ?? [])] : [json(result)];
}

const isRow = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFlat = (value: unknown): boolean => value === null || typeof value !== 'object';
const json = (value: unknown): Block => section(codeBlock(JSON.stringify(value, null, 2), mostCode));

/** A table in fixed width, which every client of Slack shows alike. `null` where these are no rows. */
function rowsOf(list: readonly unknown[]): Block[] | null {
  if (list.length === 0) return [section('_No rows._')];
  if (!list.every(isRow)) return null;
  const columns = [...new Set(list.slice(0, mostRows).flatMap((row) => Object.keys(row)))].slice(0, mostColumns);
  const lines = [columns, ...list.slice(0, mostRows).map((row) => columns.map((column) => (Object.hasOwn(row, column) ? cell(row[column]) : '')))];
  const widths = columns.map((_column, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((value, index) => value.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const shown: string[] = [];
  for (const line of text) if (escapeText([...shown, line].join('\n')).length <= mostCode) shown.push(line);
  const left = list.length - (shown.length - 1);
  return [section(codeBlock(shown.join('\n'), mostCode)), ...(left > 0 ? [section(`_and ${left} more rows_`)] : [])];
}

const cell = (value: unknown): string =>
  clip((typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)).replaceAll(/\s+/g, ' '), mostWidth);

/** A small flat object reads better as lines than as JSON. */
function factsOf(value: Record<string, unknown>): Block[] | null {
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > 12 || !entries.every(([, each]) => isFlat(each))) return null;
  const lines = entries.map(([name, each]) => `*${escapeText(clip(name, 80))}*: ${escapeText(clip(each === null ? '–' : String(each), 500))}`);
  return [section(clip(lines.join('\n'), 2900))];
}
