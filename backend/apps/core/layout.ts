import type { AppNode, Breakpoint, Cell, NodeLayout } from '../app.contract.ts';

/** Columns of a grid, and height of one of its rows. */
export const columnCount = 12;
/** Height of a grid row, in pixels. */
export const rowPixels = 8;
/** Rows that content of unknown height takes until it is measured. */
const rowsOfAuto = 6;

/** Rows between components that stand one under the other in a derived layout. */
const rowsBetween = 2;

/** A cell whose height is known. */
export type Box = { readonly id: string; readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** A cell as a box; `rows` is the measured height of content that decides itself. */
export const boxOf = (id: string, { x, y, w, h }: Cell, rows = rowsOfAuto): Box => ({ id, x, y, w: Math.min(w, columnCount - x), h: h === 'auto' ? rows : h });

const sharesColumns = (left: Box, right: Box): boolean => left.x < right.x + right.w && right.x < left.x + left.w;
const overlaps = (left: Box, right: Box): boolean => sharesColumns(left, right) && left.y < right.y + right.h && right.y < left.y + left.h;
const byPlace = (left: Box, right: Box): number => left.y - right.y || left.x - right.x || (left.id < right.id ? -1 : 1);

/**
 * Puts one box where a person wants it, and what is in its way below it; nothing else moves, and nothing moves up. The same wish always gives
 * the same layout, so a drag shows what a drop does.
 */
export function placeBox(boxes: readonly Box[], wanted: Box): Box[] {
  const placed: Box[] = [clamp(wanted)];
  for (const box of boxes.filter(({ id }) => id !== wanted.id).toSorted(byPlace)) placed.push(lowered(box, placed));
  return placed;
}

/** The box inside of the grid. */
export function clamp(box: Box): Box {
  const w = Math.max(1, Math.min(columnCount, box.w));
  return { ...box, w, x: Math.max(0, Math.min(columnCount - w, box.x)), y: Math.max(0, box.y), h: Math.max(1, box.h) };
}

function lowered(box: Box, placed: readonly Box[]): Box {
  let next = box;
  for (;;) {
    const current = next;
    const blocking = placed.find((other) => overlaps(current, other));
    if (!blocking) return next;
    next = { ...next, y: blocking.y + blocking.h };
  }
}

/**
 * Moves boxes down, or back up, as the content above them grows or shrinks against what the document says: the distances between them stay.
 * `heights` are the measured rows by id.
 */
export function withHeights(boxes: readonly Box[], heights: ReadonlyMap<string, number>): Box[] {
  const result: Box[] = [];
  const before = boxes.toSorted(byPlace);
  const after = new Map<string, Box>();
  for (const box of before) {
    const above = before.filter((other) => other.id !== box.id && sharesColumns(other, box) && other.y + other.h <= box.y);
    const shifted = above.map((other) => {
      const moved = after.get(other.id) ?? other;
      return moved.y + moved.h + (box.y - other.y - other.h);
    });
    const next = { ...box, y: above.length > 0 ? Math.max(...shifted) : box.y, h: heights.get(box.id) ?? box.h };
    after.set(box.id, next);
    result.push(next);
  }
  return result;
}

/** The first free place for a box of this size, at the end of what is there. */
export function placeAtEnd(boxes: readonly Box[], size: { readonly w: number; readonly h: number }): { x: number; y: number } {
  const bottom = Math.max(0, ...boxes.map(({ y, h }) => y + h));
  const last = boxes.toSorted(byPlace).at(-1);
  if (last && last.x + last.w + size.w <= columnCount) {
    const beside: Box = { id: '', x: last.x + last.w, y: last.y, w: size.w, h: size.h };
    if (!boxes.some((box) => overlaps(box, beside))) return { x: beside.x, y: beside.y };
  }
  return { x: 0, y: bottom };
}

/** Components of a grid in the order in which a person reads them: that of the page, of the keyboard and of screen readers. */
export function readingOrder<Node extends Pick<AppNode, 'id' | 'layout'>>(children: readonly Node[]): Node[] {
  const place = ({ layout }: Node): Cell => layout.base ?? { x: 0, y: 0, w: columnCount, h: 'auto' };
  return children.toSorted((left, right) => place(left).y - place(right).y || place(left).x - place(right).x);
}

/** How wide a container is: the base is its full width. By container and not by window, so that a drawer on a wide screen is narrow too. */
export function breakpointOf(widthPixels: number): Breakpoint | 'base' {
  return widthPixels < 520 ? 'narrow' : widthPixels < 860 ? 'medium' : 'base';
}

/** A component and where it stands at some width; hidden ones are left out. */
export type Placed = { readonly id: string; readonly cell: Cell };

/**
 * Cells of the children of a grid at a width. Narrow layouts are derived: in reading order, one under the other on a phone, in two columns on a
 * tablet unless wider than half; what a person has set for the width counts for that component.
 */
export function cellsAt(children: readonly Pick<AppNode, 'id' | 'layout'>[], at: Breakpoint | 'base'): Placed[] {
  const ordered = readingOrder(children);
  if (at === 'base') return ordered.map(({ id, layout }, index) => ({ id, cell: layout.base ?? { x: 0, y: index * rowsOfAuto, w: columnCount, h: 'auto' } }));
  const placed: Placed[] = [];
  let cursor = { x: 0, y: 0, rowHeight: 0 };
  for (const { id, layout } of ordered) {
    const own = layout.overrides?.[at];
    if (own?.is_hidden === true) continue;
    const base = layout.base ?? { x: 0, y: 0, w: columnCount, h: 'auto' as const };
    const w = Math.min(columnCount, own?.w ?? derivedWidth(base.w, at));
    const h = own?.h ?? base.h;
    // Content that decides its height is followed by some space; what has a fixed one stands close where it was placed by hand, and not here.
    const rows = h === 'auto' ? rowsOfAuto : h + rowsBetween;
    if (cursor.x + w > columnCount) cursor = { x: 0, y: cursor.y + cursor.rowHeight, rowHeight: 0 };
    placed.push({ id, cell: { x: own?.x ?? cursor.x, y: own?.y ?? cursor.y, w, h } });
    cursor = { x: cursor.x + w, y: cursor.y, rowHeight: Math.max(cursor.rowHeight, rows) };
  }
  return placed;
}

const derivedWidth = (width: number, at: Breakpoint): number => (at === 'narrow' || width > columnCount / 2 ? columnCount : columnCount / 2);

/** The layout with the cell of a width changed; where that equals what is derived, nothing is kept. */
export function withCell(layout: NodeLayout, at: Breakpoint | 'base', cell: Cell, derived: Cell): NodeLayout {
  if (at === 'base') return { ...layout, base: cell };
  const changed = Object.fromEntries(Object.entries(cell).filter(([key, value]) => derived[key as keyof Cell] !== value));
  const { [at]: before, ...others } = layout.overrides ?? {};
  const own = { ...(before?.is_hidden === undefined ? {} : { is_hidden: before.is_hidden }), ...changed };
  const overrides = Object.keys(own).length > 0 ? { ...others, [at]: own } : others;
  const { overrides: _old, ...rest } = layout;
  return Object.keys(overrides).length > 0 ? { ...rest, overrides } : rest;
}
