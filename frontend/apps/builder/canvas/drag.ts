import { pointerWithin, type ClientRect, type CollisionDetection } from '@dnd-kit/core';
import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import type { AppCommand } from '../../../../backend/apps/app-commands.contract.ts';
import { indexOf, slotAt, type ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { insertNew, moveTo, newNode } from '../edits.ts';
import { cellAt, indexAt, type Point, type Rect } from './geometry.ts';

/** What is dragged: a new component of a type, or one that is there. */
export type DragSource = { readonly kind: 'new'; readonly type: string } | { readonly kind: 'node'; readonly id: string };

/** Where it would land. */
export type DropTarget = { readonly place: ParentPlace; readonly index?: number; readonly cell?: { x: number; y: number; w: number; h: number } };

/** The innermost slot under the pointer. */
export const innermost: CollisionDetection = (input) => {
  const area = (id: string | number): number => {
    const rect = input.droppableRects.get(id);
    return rect ? rect.width * rect.height : Infinity;
  };
  return pointerWithin(input).toSorted((left, right) => area(left.id) - area(right.id));
};

/** Rows of content whose height is not known. */
const rowsOfAuto = 8;

/** Where a drop at this point would put the source; `null` where it cannot go. */
export function targetAt(
  document: AppDocument,
  source: DragSource,
  place: ParentPlace,
  slotRect: Rect,
  children: readonly Rect[],
  corner: Point,
  pointer: Point,
): DropTarget | null {
  const slot = slotAt(document, place);
  if (!slot || isInside(document, source, place)) return null;
  if (slot.flow !== 'grid') return { place, index: indexAt(slot.flow, children, pointer) };
  const { w, h } = sizeOf(document, source);
  return { place, cell: { ...cellAt(slotRect, corner, w), w, h } };
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

/** A container cannot be dropped into itself. */
function isInside(document: AppDocument, source: DragSource, place: ParentPlace): boolean {
  if (source.kind !== 'node' || !('node' in place)) return false;
  return place.node === source.id || indexOf(document).get(place.node)?.ancestors.includes(source.id) === true;
}

function sizeOf(document: AppDocument, source: DragSource): { w: number; h: number } {
  const type = source.kind === 'new' ? source.type : (indexOf(document).get(source.id)?.node.type ?? '');
  const size = catalog.get(type)?.size ?? { w: 6, h: rowsOfAuto };
  const base = source.kind === 'node' ? (indexOf(document).get(source.id)?.node.layout.base ?? size) : size;
  return { w: base.w, h: base.h === 'auto' ? rowsOfAuto : base.h };
}

/** A rectangle as dnd-kit measures it. */
export const rectOf = ({ left, top, width, height }: ClientRect | DOMRect): Rect => ({ left, top, width, height });
