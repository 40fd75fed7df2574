import type { GridColumn } from './grid-columns.ts';

/** A column with its place among all of them; the first is 0. */
export type DrawnColumn = { readonly column: GridColumn; readonly index: number };

/** Fewer columns are all drawn: to draw them costs less than to follow what is in view. */
export const mostDrawn = 30;

/** Columns drawn at each side beyond what is in view, so that a scroll shows no gap. */
const beyond = 3;

/** The first and last of the columns that scroll and are in view, a few more at each side. `from` and `width` are the part of the grid that is seen, in pixels. */
export function columnsInView(columns: readonly GridColumn[], from: number, width: number): { readonly first: number; readonly last: number } {
  let end = 0;
  let first = columns.length;
  let last = -1;
  for (const [index, column] of columns.entries()) {
    const start = end;
    end += column.width;
    if (end <= from || start >= from + width) continue;
    first = Math.min(first, index);
    last = index;
  }
  return { first: Math.max(0, first - beyond), last: Math.min(columns.length - 1, last + beyond) };
}

/** The columns to draw: those in view, the pinned ones, and those that must be there wherever one scrolls, such as the one that has the focus. */
export function drawnColumns(
  columns: readonly GridColumn[],
  view: { readonly first: number; readonly last: number } | null,
  kept: readonly number[],
): DrawnColumn[] {
  return columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => view === null || column.pin !== undefined || (index >= view.first && index <= view.last) || kept.includes(index));
}
