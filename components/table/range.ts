import type { CellPlace } from './useGrid.ts';

/** A block of cells, from the one where it began to the one that has the focus. */
export type CellRange = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** The block between two cells; `null` without a beginning, and for the line of titles. */
export function rangeOf(anchor: CellPlace | null, active: CellPlace): CellRange | null {
  if (!anchor || anchor.line < 0 || active.line < 0) return null;
  return {
    top: Math.min(anchor.line, active.line),
    bottom: Math.max(anchor.line, active.line),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

/** Whether a block is more than one cell. */
export const isBlock = (range: CellRange | null): range is CellRange => range !== null && (range.top !== range.bottom || range.left !== range.right);

/** Where the values of a clipboard go: into as many cells as there are values, or one value into the whole block. Lines and columns count from the first cell. */
export function pastePlaces(
  cells: readonly (readonly string[])[],
  range: CellRange,
): { readonly line: number; readonly column: number; readonly text: string }[] {
  const [only] = cells[0] ?? [];
  if (cells.length === 1 && cells[0]?.length === 1 && only !== undefined) {
    const lines = Array.from({ length: range.bottom - range.top + 1 }, (_none, index) => range.top + index);
    const columns = Array.from({ length: range.right - range.left + 1 }, (_none, index) => range.left + index);
    return lines.flatMap((line) => columns.map((column) => ({ line, column, text: only })));
  }
  return cells.flatMap((texts, down) => texts.map((text, aside) => ({ line: range.top + down, column: range.left + aside, text })));
}
