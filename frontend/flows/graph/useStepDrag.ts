import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { isOtherPlace, nearestPlace } from './drop-place.ts';
import type { FlowLayout, Place, StepNode } from './layout-types.ts';

/** A step that is being dragged: where the pointer is on the screen, and where it would be dropped. */
export type Dragged = { readonly node: StepNode; readonly x: number; readonly y: number; readonly place: Place | null };

const thresholdPixels = 6;
const borderPixels = 48;
const panPixels = 12;

type Options = {
  layout: FlowLayout;
  onMove: ((step: string, to: Place) => void) | undefined;
  canMove: ((step: string, to: Place) => boolean) | undefined;
  frame: React.RefObject<HTMLElement | null>;
};

/** Moves steps by drag: the step stays where it is until it is dropped, a copy of its name follows the pointer. Escape gives up. */
export function useStepDrag({ layout, onMove, canMove, frame }: Options): {
  dragged: Dragged | null;
  begin: (event: ReactPointerEvent, node: StepNode) => void;
} {
  const { screenToFlowPosition, getViewport, setViewport } = useReactFlow();
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const newest = useRef({ layout, onMove, canMove });
  newest.current = { layout, onMove, canMove };
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const begin = useCallback(
    (event: ReactPointerEvent, node: StepNode) => {
      if (event.button !== 0 || !newest.current.onMove || event.pointerType === 'touch') return;
      const start = { x: event.clientX, y: event.clientY };
      let current: Dragged | null = null;
      // A drag that begins at the border pans only once it has left it.
      let hasBeenInside = false;
      const isAllowed = (place: Place): boolean => isOtherPlace(node.key, node.place, place) && (newest.current.canMove?.(node.step.id, place) ?? true);
      const update = (x: number, y: number): void => {
        current = { node, x, y, place: nearestPlace(newest.current.layout, screenToFlowPosition({ x, y }), isAllowed) };
        setDragged(current);
      };
      const pan = setInterval(() => {
        const box = frame.current?.getBoundingClientRect();
        if (!current || !box) return;
        const { x, y, zoom } = getViewport();
        const right = current.x > box.right - borderPixels ? -panPixels : current.x < box.left + borderPixels ? panPixels : 0;
        const down = current.y > box.bottom - borderPixels ? -panPixels : current.y < box.top + borderPixels ? panPixels : 0;
        hasBeenInside ||= right === 0 && down === 0;
        if (!hasBeenInside || (right === 0 && down === 0)) return;
        void setViewport({ x: x + right, y: y + down, zoom });
        update(current.x, current.y);
      }, 16);
      const move = (next: PointerEvent): void => {
        if (current || Math.hypot(next.clientX - start.x, next.clientY - start.y) >= thresholdPixels) update(next.clientX, next.clientY);
      };
      const end = (): void => {
        const target = current?.place;
        // The click that ends a drag selects nothing.
        if (current) addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true });
        stop.current();
        if (target) newest.current.onMove?.(node.step.id, target);
      };
      const key = (press: KeyboardEvent): void => {
        if (press.key !== 'Escape' || !current) return;
        press.stopPropagation();
        stop.current();
      };
      stop.current();
      stop.current = () => {
        clearInterval(pan);
        removeEventListener('pointermove', move);
        removeEventListener('pointerup', end);
        removeEventListener('pointercancel', stop.current);
        removeEventListener('keydown', key, true);
        stop.current = () => undefined;
        setDragged(null);
      };
      addEventListener('pointermove', move);
      addEventListener('pointerup', end);
      addEventListener('pointercancel', stop.current);
      addEventListener('keydown', key, true);
    },
    [frame, getViewport, screenToFlowPosition, setViewport],
  );
  return { dragged, begin };
}
