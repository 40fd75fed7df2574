import type { ParentPlace } from '../../../../backend/apps/core/tree.ts';
import type { SlotOnScreen } from './drag.ts';
import { alongReading, isRightToLeft, type Rect } from './geometry.ts';

/** A slot as it stands on the screen, in the pixels of the page and along the line of reading, and how much larger than those it is drawn. */
export type SlotRects = { readonly screen: SlotOnScreen; readonly zoom: number; readonly isRightToLeft: boolean };

/**
 * Where everything on the canvas stands, measured once and kept until something moves: with hundreds of components measuring them for every frame of a
 * drag would take longer than the rest of the frame. What changes its size, comes or goes makes everything be measured anew.
 */
export class ScreenRects {
  private readonly frames = new Map<Element, Rect>();
  private readonly slots = new Map<string, SlotRects | null>();
  private readonly sizes: ResizeObserver;
  private readonly parts: MutationObserver;

  constructor(onMoved: () => void) {
    const moved = (): void => {
      this.forget();
      onMoved();
    };
    this.sizes = new ResizeObserver(moved);
    this.parts = new MutationObserver((records) => {
      if (!records.some(isMove)) return;
      this.observe();
      moved();
    });
    for (const canvas of document.querySelectorAll('[data-canvas]')) this.parts.observe(canvas, { childList: true, subtree: true });
    this.observe();
  }

  /** The rectangle of an element, in pixels of the screen. */
  of(element: Element): Rect {
    const known = this.frames.get(element) ?? element.getBoundingClientRect();
    this.frames.set(element, known);
    return known;
  }

  slot(place: ParentPlace): SlotRects | null {
    const id = JSON.stringify(place);
    const known = this.slots.get(id);
    if (known !== undefined) return known;
    const element = document.querySelector<HTMLElement>(`[data-slot='${CSS.escape(id)}']`);
    const measured = element && measure(element);
    this.slots.set(id, measured);
    return measured;
  }

  /** Everything may stand elsewhere now. */
  forget(): void {
    this.frames.clear();
    this.slots.clear();
  }

  end(): void {
    this.sizes.disconnect();
    this.parts.disconnect();
  }

  private observe(): void {
    this.sizes.disconnect();
    for (const element of document.querySelectorAll('[data-canvas], [data-canvas] :is([data-slot], [data-node])')) this.sizes.observe(element);
  }
}

/** The mark of where something would land lies above the page and moves nothing in it. */
const isMove = ({ addedNodes, removedNodes }: MutationRecord): boolean =>
  [...addedNodes, ...removedNodes].some((node) => !(node instanceof HTMLElement && node.dataset['mark'] !== undefined));

function measure(slot: HTMLElement): SlotRects {
  const zoom = zoomOf(slot);
  const line = slot.querySelector(':scope > *');
  const gap = line ? Number.parseFloat(getComputedStyle(line).columnGap) || 0 : 0;
  const isTurned = isRightToLeft(slot);
  const rect = (element: Element): Rect => alongReading(isTurned).rect(rectOf(element, zoom));
  const children = childrenOf(slot).map((child) => ({ id: child.dataset['node'] ?? '', rect: rect(child) }));
  return { screen: { grid: { ...rect(slot), gap }, children }, zoom, isRightToLeft: isTurned };
}

/** Elements of the components that stand in a slot, in their order. */
export const childrenOf = (slot: Element): HTMLElement[] => [...slot.querySelectorAll<HTMLElement>(':scope > * > [data-node]')];

/** How much larger than its own pixels something is drawn. */
export const zoomOf = (element: HTMLElement): number => (element.offsetWidth === 0 ? 1 : element.getBoundingClientRect().width / element.offsetWidth);

function rectOf(element: Element, zoom: number): Rect {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left: left / zoom, top: top / zoom, width: width / zoom, height: height / zoom };
}
