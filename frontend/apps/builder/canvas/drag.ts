import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import type { AppCommand } from '../../../../backend/apps/app-commands.contract.ts';
import type { Box } from '../../../../backend/apps/core/layout.ts';
import { indexOf, slotAt, type ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { moveTogether } from '../align.ts';
import { boxesOf, insertNew, moveTo, newNode } from '../edits.ts';
import { cellAt, documentRow, indexAt, type Grid, type Point, type Rect } from './geometry.ts';

/** What is dragged: a new component of a type, or one that is there. */
export type DragSource = { readonly kind: 'new'; readonly type: string } | { readonly kind: 'node'; readonly id: string };

/** Where it would land: a position in a line, or a cell of a grid. `drawnRow` is the row on the screen where the cell is shown. */
export type DropTarget = {
  readonly place: ParentPlace;
  readonly index?: number;
  readonly cell?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number; readonly drawnRow: number };
  /** The row of the tree over which it is held; absent on the canvas. */
  readonly row?: { readonly id: string; readonly edge: 'before' | 'inside' | 'after' };
};

/** A slot as it stands on the screen while something is dragged over it. */
export type SlotOnScreen = {
  readonly grid: Grid;
  readonly children: readonly { readonly id: string; readonly rect: Rect }[];
};

/** Rows of content whose height is not known. */
const rowsOfAuto = 8;

/** Where a drop at this point would put the source; `null` where it cannot go. `corner` is where its upper left corner is held. */
export function targetAt(
  document: AppDocument,
  source: DragSource,
  place: ParentPlace,
  { grid, children }: SlotOnScreen,
  corner: Point,
  pointer: Point,
): DropTarget | null {
  const slot = slotAt(document, place);
  if (!slot || !mayDrop(document, source, place)) return null;
  if (slot.flow !== 'grid') {
    const rects = children.map(({ rect }) => rect);
    return { place, index: indexAt(slot.flow, rects, pointer) };
  }
  const { w, h } = sizeOf(document, source);
  const cell = cellAt(grid, corner, w);
  const bases = new Map(boxesOf(document, place).map((box) => [box.id, box]));
  const drawn = children
    .filter(({ id }) => source.kind === 'new' || id !== source.id)
    .flatMap(({ id, rect }) => {
      const base = bases.get(id);
      return base ? [{ base, drawn: drawnBox(id, grid, rect) }] : [];
    });
  const { y, drawnRow } = documentRow(drawn, { x: cell.x, w }, cell.y);
  return { place, cell: { x: cell.x, y: Math.max(0, y), w, h, drawnRow } };
}

function drawnBox(id: string, grid: Grid, rect: Rect): Box {
  const { x, y } = cellAt(grid, { x: rect.left, y: rect.top }, 1);
  const right = cellAt(grid, { x: rect.left + rect.width + grid.gap, y: rect.top + rect.height }, 0);
  return { id, x, y, w: Math.max(1, right.x - x), h: Math.max(1, right.y - y) };
}

/** The command of a drop, and what is selected then. */
export function drop(document: AppDocument, source: DragSource, target: DropTarget): { command: AppCommand; id: string; title: string } | null {
  const at = { ...(target.index === undefined ? {} : { index: target.index }), ...(target.cell ? { cell: { x: target.cell.x, y: target.cell.y } } : {}) };
  if (source.kind === 'node') {
    const command = moveTo(document, source.id, target.place, at);
    return command && { command, id: source.id, title: `Move ${source.id}` };
  }
  const definition = catalog.get(source.type);
  if (!definition) return null;
  const node = newNode(document, definition);
  return { command: insertNew(document, node, target.place, at), id: node.id, title: `Add ${definition.title.toLowerCase()}` };
}

/** Like {@link drop}; where what is dragged is one of several that are selected, all of them go. Nothing goes into one that moves itself. */
export function dropAll(
  document: AppDocument,
  source: DragSource,
  target: DropTarget,
  selected: readonly string[],
): { command: AppCommand; ids: readonly string[]; title: string } | null {
  if (source.kind === 'new' || selected.length < 2 || !selected.includes(source.id)) {
    const one = drop(document, source, target);
    return one && { command: one.command, ids: [one.id], title: one.title };
  }
  if (!selected.every((id) => mayDrop(document, { kind: 'node', id }, target.place))) return null;
  const at = { ...(target.index === undefined ? {} : { index: target.index }), ...(target.cell ? { cell: { x: target.cell.x, y: target.cell.y } } : {}) };
  const command = moveTogether(document, selected, source.id, target.place, at);
  return command && { command, ids: selected, title: `Move ${selected.length} components` };
}

/** The slot into which something goes that is dropped onto a component: its content. */
export function slotOf(document: AppDocument, id: string): ParentPlace | null {
  const names = Object.keys(indexOf(document).get(id)?.node.slots ?? {});
  const slot = names.includes('body') ? 'body' : names[0];
  return slot === undefined ? null : { node: id, slot };
}

/** Nothing goes into itself. Modals and drawers stand above their page, so that the page takes them. */
export function mayDrop(document: AppDocument, source: DragSource, place: ParentPlace): boolean {
  if (!('node' in place)) return true;
  if (source.kind === 'new') return catalog.get(source.type)?.isOverlay !== true;
  const index = indexOf(document);
  return place.node !== source.id && index.get(place.node)?.ancestors.includes(source.id) !== true;
}

function sizeOf(document: AppDocument, source: DragSource): { w: number; h: number } {
  const type = source.kind === 'new' ? source.type : (indexOf(document).get(source.id)?.node.type ?? '');
  const size = catalog.get(type)?.size ?? { w: 6, h: rowsOfAuto };
  const base = source.kind === 'node' ? (indexOf(document).get(source.id)?.node.layout.base ?? size) : size;
  return { w: base.w, h: base.h === 'auto' ? rowsOfAuto : base.h };
}
