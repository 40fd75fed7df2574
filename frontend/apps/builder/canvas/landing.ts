import type { StoreApi } from 'zustand/vanilla';
import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import type { DragSource, DropTarget } from './drag.ts';
import { rectOfCell, type Point, type Rect } from './geometry.ts';
import { dropTargetAt } from './hit.ts';
import { ScreenRects } from './screen-rects.ts';

/** What is dragged, and where it would land. */
export type Landing = {
  /** The component that is dragged, if it is one of the page. */
  readonly dragged: string | null;
  readonly target: DropTarget | null;
  /** Of a target in a grid: where its cell lies in the grid, in pixels of the page. */
  readonly mark: Rect | null;
};

/** While nothing is dragged. */
export const nothingLands: Landing = { dragged: null, target: null, mark: null };

/** Something that is dragged is followed: `now` is where it would land at this moment. */
export type LandingLook = { now(): DropTarget | null; end(): void };

type Held = { readonly source: DragSource; readonly grab: Point; readonly begin: Point };

/**
 * Follows the pointer until `end`. Where something lands is read off the screen, so that neither scrolling nor a page that grows meanwhile puts it
 * elsewhere than where it was shown; but once in a frame at most, and measured only after something has moved. What lies below a mouse the browser has
 * found out already to send its event, and to ask once more costs more than all the rest.
 */
export function followLanding({ source, grab, begin }: Held, document: () => AppDocument, landing: StoreApi<Landing>): LandingLook {
  let pointer = begin;
  let under: Element | null = null;
  let shown: DropTarget | null = null;
  let frame = 0;
  const dragged = source.kind === 'node' ? source.id : null;
  const show = (): void => {
    frame = 0;
    const found = under?.isConnected ? under : globalThis.document.elementFromPoint(pointer.x, pointer.y);
    const next = dropTargetAt(document(), source, rects, { element: found, pointer, grab });
    if (JSON.stringify(next) === JSON.stringify(shown)) return;
    shown = next;
    landing.setState({ target: next, mark: next && markOf(next, rects) });
  };
  const soon = (): void => void (frame ||= requestAnimationFrame(show));
  const rects = new ScreenRects(soon);
  const move = (event: PointerEvent): void => {
    pointer = { x: event.clientX, y: event.clientY };
    // A finger holds what it touched first, wherever it is now.
    under = event.pointerType === 'mouse' && event.target instanceof Element ? event.target : null;
    soon();
  };
  const scroll = (): void => {
    under = null;
    rects.forget();
    soon();
  };
  landing.setState({ ...nothingLands, dragged });
  window.addEventListener('pointermove', move, true);
  window.addEventListener('scroll', scroll, true);
  soon();
  return {
    now: () => {
      if (frame !== 0) show();
      return shown;
    },
    end: () => {
      cancelAnimationFrame(frame);
      rects.end();
      window.removeEventListener('pointermove', move, true);
      window.removeEventListener('scroll', scroll, true);
      landing.setState(nothingLands);
    },
  };
}

function markOf({ place, cell, row }: DropTarget, rects: ScreenRects): Rect | null {
  // The tree shows itself where something would go.
  const grid = cell && !row && rects.slot(place)?.screen.grid;
  return grid ? rectOfCell(grid, { ...cell, y: cell.drawnRow }) : null;
}
