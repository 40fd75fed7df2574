import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import { slotAt, type ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { mayDrop, slotOf, targetAt, type DragSource, type DropTarget, type SlotOnScreen } from './drag.ts';
import type { Point, Rect } from './geometry.ts';

/** Within so many pixels of the edge of a container something else than its inside is meant: the place beside it. */
const edgePixels = 8;

/** Where a drop at this point would land, read off what is on the screen now. `grab` is where in the dragged thing the pointer holds it. */
export function dropTargetAt(document: AppDocument, source: DragSource, pointer: Point, grab: Point): DropTarget | null {
  const place = placeAt(document, source, pointer);
  const element = place && slotElement(place);
  if (!place || !element) return null;
  const corner = { x: pointer.x - grab.x, y: pointer.y - grab.y };
  const { screen, zoom } = readSlot(document, place, element);
  return targetAt(document, source, place, screen, unzoomed(corner, zoom), unzoomed(pointer, zoom));
}

/** The innermost slot under a point. On the frame, title or padding of a container its content is meant, except at the very edge. */
function placeAt(document: AppDocument, source: DragSource, pointer: Point): ParentPlace | null {
  const under = globalThis.document.elementsFromPoint(pointer.x, pointer.y).find((element) => element.closest('[data-canvas]') !== null);
  let element: Element | null = under?.closest('[data-slot],[data-frame]') ?? null;
  while (element) {
    const slot = element.getAttribute('data-slot');
    const place = slot === null ? frameSlot(document, element, pointer) : (JSON.parse(slot) as ParentPlace);
    if (place && mayDrop(document, source, place)) return place;
    element = element.parentElement?.closest('[data-slot],[data-frame]') ?? null;
  }
  // Beside the page: the page is meant.
  const page = under?.closest('[data-canvas]')?.getAttribute('data-canvas');
  return page ? { page } : null;
}

function frameSlot(document: AppDocument, frame: Element, { x, y }: Point): ParentPlace | null {
  const { left, right, top, bottom } = frame.getBoundingClientRect();
  const isAtEdge = Math.min(x - left, right - x, y - top, bottom - y) < edgePixels;
  return isAtEdge ? null : slotOf(document, frame.getAttribute('data-frame') ?? '');
}

/** Measures in the pixels of the page, whatever it is zoomed to. */
function readSlot(document: AppDocument, place: ParentPlace, element: HTMLElement): { screen: SlotOnScreen; zoom: number } {
  const zoom = zoomOf(element);
  const grid = slotAt(document, place)?.flow === 'grid' ? element.querySelector(':scope > *') : null;
  const gap = grid ? Number.parseFloat(getComputedStyle(grid).columnGap) || 0 : 0;
  const children = childrenOf(element).map((child) => ({ id: child.dataset['node'] ?? '', rect: rectOf(child, zoom) }));
  return { screen: { grid: { ...rectOf(element, zoom), gap }, children }, zoom };
}

/** Elements of the components that stand in a slot, in their order. */
export const childrenOf = (slot: Element): HTMLElement[] => [...slot.querySelectorAll<HTMLElement>(':scope > * > [data-node]')];

const unzoomed = ({ x, y }: Point, zoom: number): Point => ({ x: x / zoom, y: y / zoom });

function rectOf(element: Element, zoom: number): Rect {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left: left / zoom, top: top / zoom, width: width / zoom, height: height / zoom };
}

/** The element of a slot, by its place. */
const slotElement = (place: ParentPlace): HTMLElement | null => globalThis.document.querySelector(`[data-slot='${CSS.escape(JSON.stringify(place))}']`);

/** How much larger than its own pixels something is drawn. */
export const zoomOf = (element: HTMLElement): number => (element.offsetWidth === 0 ? 1 : element.getBoundingClientRect().width / element.offsetWidth);
