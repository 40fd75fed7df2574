import type { EventRow } from './audit.contract.ts';

/** Forms in which events are handed out. */
export const exportFormats = ['csv', 'json'] as const;
/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

const columns = ['at', 'actor', 'action', 'object_kind', 'object_path', 'labels', 'cause', 'details', 'id'] as const satisfies (keyof EventRow)[];

/** Writes events as a file, piece by piece, so that a year of them needs no more memory than a page. */
export async function* writeEvents(batches: AsyncIterable<readonly EventRow[]>, format: ExportFormat): AsyncGenerator<string> {
  yield format === 'csv' ? csvLine(columns) : '[';
  let isFirst = true;
  for await (const batch of batches) {
    for (const event of batch) {
      yield format === 'csv' ? csvLine(columns.map((column) => textOf(event[column]))) : `${isFirst ? '\n' : ',\n'}${JSON.stringify(event)}`;
      isFirst = false;
    }
  }
  if (format === 'json') yield '\n]\n';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One line of CSV (RFC 4180). */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${neutral(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** A spreadsheet runs a cell that begins like a formula: an apostrophe in front makes it text. */
function neutral(cell: string): string {
  return /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}
