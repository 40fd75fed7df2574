import { columnCount, rowPixels } from '../../../../backend/apps/core/layout.ts';
import type { Slot } from '../../../../backend/apps/app.contract.ts';

/** A rectangle on the screen. */
export type Rect = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
/** A point on the screen. */
export type Point = { readonly x: number; readonly y: number };

/** The cell of a grid whose corner lies next to a point. `w` keeps what is dropped inside of the grid. */
export function cellAt(grid: Rect, corner: Point, w: number): { x: number; y: number } {
  const column = grid.width / columnCount;
  const x = Math.round((corner.x - grid.left) / column);
  return { x: Math.max(0, Math.min(columnCount - w, x)), y: Math.max(0, Math.round((corner.y - grid.top) / rowPixels)) };
}

/** The position in a row or column at which something that is dropped at a point stands: before the first child whose middle lies behind it. */
export function indexAt(flow: Exclude<Slot['flow'], 'grid'>, children: readonly Rect[], point: Point): number {
  const isBefore = (rect: Rect): boolean => {
    if (flow === 'column') return point.y < rect.top + rect.height / 2;
    // Rows wrap: what is on a line below comes later, however far to the left it stands.
    return point.y < rect.top || (point.y < rect.top + rect.height && point.x < rect.left + rect.width / 2);
  };
  const index = children.findIndex(isBefore);
  return index === -1 ? children.length : index;
}

/** Where on the screen a cell lies, relative to its grid. */
export function rectOfCell(gridWidth: number, cell: { x: number; y: number; w: number; h: number }): Rect {
  const column = gridWidth / columnCount;
  return { left: cell.x * column, top: cell.y * rowPixels, width: cell.w * column, height: cell.h * rowPixels };
}

/** A size in columns and rows after a handle was dragged so far. */
export function resized(grid: Pick<Rect, 'width'>, start: { w: number; h: number; x: number }, delta: Point): { w: number; h: number } {
  const column = grid.width / columnCount;
  return {
    w: Math.max(1, Math.min(columnCount - start.x, start.w + Math.round(delta.x / column))),
    h: Math.max(2, start.h + Math.round(delta.y / rowPixels)),
  };
}
