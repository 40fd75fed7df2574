import { useState, type PointerEvent as ReactPointerEvent, type ReactNode } from 'react';
import { indexOf } from '../../../../backend/apps/core/tree.ts';
import { useEditorStore } from '../editor-context.ts';
import type { Rect } from './geometry.ts';
import { idsWithin, rectBetween } from './marquee.ts';
import classes from './Canvas.module.css';

/** A shorter way is a click. */
const leastPixels = 4;

/**
 * Selects by a rectangle that is drawn from a free place of the canvas; with Shift beside what is selected. A press without a way selects the page.
 * On a component the press is that of its drag, so that only free places begin one.
 */
export function useMarquee(): { begin: (event: ReactPointerEvent<HTMLElement>) => void; area: ReactNode } {
  const store = useEditorStore();
  const [rect, setRect] = useState<Rect | null>(null);
  const begin = (event: ReactPointerEvent<HTMLElement>): void => {
    const canvas = event.currentTarget;
    const isAdded = event.shiftKey;
    const { selection } = store.getState();
    const before = isAdded && selection.kind === 'components' ? selection.ids : [];
    // What is typed in a field beside the canvas is taken when the field is left, which has to be before it is gone.
    canvas.focus({ preventScroll: true });
    if (!isAdded) store.getState().select({ kind: 'page' });
    const { left, top } = canvas.getBoundingClientRect();
    // The scroll bar belongs to the canvas and not to the page.
    if (event.button !== 0 || event.clientX - left > canvas.clientWidth || event.clientY - top > canvas.clientHeight) return;
    const from = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop };
    // Measured once: a container that a selected child opens up grows, and is meant as it stood when the rectangle was begun.
    const frames = framesOf(canvas, store.getState().session.document);
    const move = (moved: PointerEvent): void => {
      const drawn = rectBetween(from, { x: moved.clientX + canvas.scrollLeft, y: moved.clientY + canvas.scrollTop });
      if (drawn.width < leastPixels && drawn.height < leastPixels) return;
      setRect({ ...drawn, left: drawn.left - left, top: drawn.top - top });
      const found = idsWithin(drawn, frames);
      const ids = [...before, ...found.filter((id) => !before.includes(id))];
      store.getState().select(ids.length > 0 ? { kind: 'components', ids } : { kind: 'page' });
    };
    const end = (): void => {
      setRect(null);
      window.removeEventListener('pointermove', move);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end, { once: true });
    window.addEventListener('pointercancel', end, { once: true });
  };
  return { begin, area: rect && <div className={classes.marquee} style={rect} aria-hidden /> };
}

/** The components on the canvas, wherever it is scrolled to. */
function framesOf(canvas: HTMLElement, document: Parameters<typeof indexOf>[0]): Parameters<typeof idsWithin>[1] {
  const index = indexOf(document);
  return [...canvas.querySelectorAll<HTMLElement>('[data-frame]')].flatMap((element) => {
    const id = element.dataset['frame'] ?? '';
    const located = index.get(id);
    const { left, top, width, height } = element.getBoundingClientRect();
    return located
      ? [
          {
            id,
            rect: { left: left + canvas.scrollLeft, top: top + canvas.scrollTop, width, height },
            ancestors: located.ancestors,
            isContainer: located.node.slots !== undefined,
          },
        ]
      : [];
  });
}
