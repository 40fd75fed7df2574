import { plainTextOf } from './ansi.ts';
import type { LogLine } from './log-model.ts';

/** Lines longer than this are shown up to here; the download has the rest. */
export const maximumLineLength = 20_000;
/** Cells that a tab takes at most; the style sheet says the same. */
const tabCells = 4;

// Scripts and pictures that take two cells of a fixed-width font.
const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) ||
  (code >= 0x2e80 && code <= 0xa4cf) ||
  (code >= 0xac00 && code <= 0xd7a3) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff00 && code <= 0xff60) ||
  code >= 0x1f000;

/** How many cells of a fixed-width font a line takes, never too few. */
export function cellsOf(raw: string): number {
  const text = plainTextOf(raw).slice(0, maximumLineLength);
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let cells = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (character === '\t') cells += tabCells;
    else cells += isWide(code) ? 2 : 1;
  }
  return cells;
}

/**
 * Where each line of a log stands when every row has one height and long lines wrap after `columns` cells. Kept up to date as
 * the log grows, at the cost of the new lines only; that is what keeps 100,000 lines smooth.
 */
export class LogRows {
  // ends[i]: the row after the last row of line i.
  private ends: number[] = [];
  private columns: number | null = null;
  private lines: readonly LogLine[] = [];

  /** Takes the lines as they are now. `columns` null: lines do not wrap. */
  update(lines: readonly LogLine[], count: number, columns: number | null): void {
    if (lines !== this.lines || columns !== this.columns || count < this.ends.length) this.ends = [];
    this.lines = lines;
    this.columns = columns;
    // The last known line may have grown since.
    this.ends.pop();
    for (let line = this.ends.length; line < count; line += 1) this.ends.push((this.ends[line - 1] ?? 0) + this.heightOf(lines[line] as LogLine));
  }

  /** Rows in all. */
  get total(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** The first row of a line. */
  startOf(line: number): number {
    return line <= 0 ? 0 : (this.ends[Math.min(line, this.ends.length) - 1] ?? 0);
  }

  /** The line that stands in a row. */
  lineAt(row: number): number {
    let low = 0;
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) > row) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low);
  }

  private heightOf(line: LogLine): number {
    return this.columns === null ? 1 : Math.max(1, Math.ceil(cellsOf(line.raw) / this.columns));
  }
}
