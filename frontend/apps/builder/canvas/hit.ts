import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import type { ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { mayDrop, slotOf, targetAt, type DragSource, type DropTarget } from './drag.ts';
import { alongReading, type Point } from './geometry.ts';
import type { ScreenRects } from './screen-rects.ts';
import { edgeAt, targetInTree } from './tree-drop.ts';

/** Within so many pixels of the edge of a container something else than its inside is meant: the place beside it. */
const edgePixels = 8;

/** Where the pointer is, on which element, and where in the dragged thing it holds it, from the edge at which one begins to read. */
export type Pointing = { readonly element: Element | null; readonly pointer: Point; readonly grab: Point };

/** Where a drop would land: on the canvas, or beside a row of the tree. */
export function dropTargetAt(document: AppDocument, source: DragSource, rects: ScreenRects, { element, pointer, grab }: Pointing): DropTarget | null {
  const row = element?.closest('[data-tree-row]');
  if (row) {
    const id = row.getAttribute('data-tree-row') ?? '';
    const { top, height } = rects.of(row);
    return targetInTree(document, source, id, edgeAt(document, id, (pointer.y - top) / height));
  }
  const place = placeAt(document, source, rects, element, pointer);
  const slot = place && rects.slot(place);
  if (!place || !slot) return null;
  const held = alongReading(slot.isRightToLeft).point(pointer);
  const corner = { x: held.x - grab.x, y: held.y - grab.y };
  return targetAt(document, source, place, slot.screen, unzoomed(corner, slot.zoom), unzoomed(held, slot.zoom));
}

/** The innermost slot around an element. On the frame, title or padding of a container its content is meant, except at the very edge. */
function placeAt(document: AppDocument, source: DragSource, rects: ScreenRects, under: Element | null, pointer: Point): ParentPlace | null {
  const canvas = under?.closest('[data-canvas]') ?? null;
  if (!canvas) return null;
  let element: Element | null = under?.closest('[data-slot],[data-frame]') ?? null;
  while (element) {
    const slot = element.getAttribute('data-slot');
    const place = slot === null ? frameSlot(document, rects, element, pointer) : (JSON.parse(slot) as ParentPlace);
    if (place && mayDrop(document, source, place)) return place;
    element = element.parentElement?.closest('[data-slot],[data-frame]') ?? null;
  }
  // Beside the page: the page is meant.
  const page = canvas.getAttribute('data-canvas');
  return page ? { page } : null;
}

function frameSlot(document: AppDocument, rects: ScreenRects, frame: Element, { x, y }: Point): ParentPlace | null {
  const slot = slotOf(document, frame.getAttribute('data-frame') ?? '');
  if (slot === null) return null;
  const { left, top, width, height } = rects.of(frame);
  const isAtEdge = Math.min(x - left, left + width - x, y - top, top + height - y) < edgePixels;
  return isAtEdge ? null : slot;
}

const unzoomed = ({ x, y }: Point, zoom: number): Point => ({ x: x / zoom, y: y / zoom });
