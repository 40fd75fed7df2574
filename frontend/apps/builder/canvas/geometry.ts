import { columnCount, rowPixels, type Box } from '../../../../backend/apps/core/layout.ts';
import type { Slot } from '../../../../backend/apps/app.contract.ts';

/** A rectangle on the screen. */
export type Rect = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
/** A point on the screen. */
export type Point = { readonly x: number; readonly y: number };
/** A grid on the screen: its rectangle, and the space between its columns. */
export type Grid = Rect & { readonly gap: number };

/**
 * Points and rectangles as they are counted here: along the line that people read. Where they read from right to left that is away from the right edge,
 * so that everything else need not know about it.
 */
export const alongReading = (isRightToLeft: boolean) => ({
  point: ({ x, y }: Point): Point => ({ x: isRightToLeft ? -x : x, y }),
  rect: (rect: Rect): Rect => (isRightToLeft ? { ...rect, left: -(rect.left + rect.width) } : rect),
});

/** Whether what stands in an element is read from right to left. */
export const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

/** From the edge of one column to that of the next. */
const pitchOf = ({ width, gap }: Pick<Grid, 'width' | 'gap'>): number => (width + gap) / columnCount;

/** The cell of a grid whose corner lies next to a point. `w` keeps what is dropped inside of the grid. */
export function cellAt(grid: Grid, corner: Point, w: number): { x: number; y: number } {
  const x = Math.round((corner.x - grid.left) / pitchOf(grid));
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
export function rectOfCell(grid: Pick<Grid, 'width' | 'gap'>, cell: { x: number; y: number; w: number; h: number }): Rect {
  const pitch = pitchOf(grid);
  return { left: cell.x * pitch, top: cell.y * rowPixels, width: cell.w * pitch - grid.gap, height: cell.h * rowPixels };
}

/** A size in columns and rows after a handle was dragged so far. */
export function resized(grid: Pick<Grid, 'width' | 'gap'>, start: { w: number; h: number; x: number }, delta: Point): { w: number; h: number } {
  return {
    w: Math.max(1, Math.min(columnCount - start.x, start.w + Math.round(delta.x / pitchOf(grid)))),
    h: Math.max(2, start.h + Math.round(delta.y / rowPixels)),
  };
}

/** A child of a grid: where it is drawn, in columns and rows, and where the document says that it is. */
export type DrawnBox = { readonly drawn: Box; readonly base: Box };

/**
 * Row of the document for a row on the screen. They differ below content that is higher than the document knows. On the upper half of a component
 * its own row is meant, which moves it down; on the lower half the one below it; in free space the distance to what is above counts.
 */
export function documentRow(children: readonly DrawnBox[], columns: { x: number; w: number }, row: number): { y: number; drawnRow: number } {
  const sharing = children.filter(({ drawn }) => drawn.x < columns.x + columns.w && columns.x < drawn.x + drawn.w);
  const under = sharing.find(({ drawn }) => row >= drawn.y && row < drawn.y + drawn.h);
  if (under) {
    const { drawn, base } = under;
    return row < drawn.y + drawn.h / 2 ? { y: base.y, drawnRow: drawn.y } : { y: base.y + base.h, drawnRow: drawn.y + drawn.h };
  }
  const bottom = ({ y, h }: Box): number => y + h;
  const above = sharing.filter(({ drawn }) => bottom(drawn) <= row).toSorted((left, right) => bottom(right.drawn) - bottom(left.drawn))[0];
  return { y: above ? bottom(above.base) + row - bottom(above.drawn) : row, drawnRow: row };
}
