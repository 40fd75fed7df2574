import { DndContext, DragOverlay, PointerSensor, useSensor, useSensors, type DragStartEvent } from '@dnd-kit/core';
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import { catalog } from '../../../../components/definitions.ts';
import { useEditorStore } from '../editor-context.ts';
import { drop, type DragSource, type DropTarget } from './drag.ts';
import type { Point } from './geometry.ts';
import { dropTargetAt } from './hit.ts';
import classes from './DragLayer.module.css';

const Target = createContext<DropTarget | null>(null);
/** Where what is dragged would land, for the slot that shows it. */
export const useDropTarget = (): DropTarget | null => use(Target);

type Drag = { readonly source: DragSource; readonly grab: Point; readonly begin: Point };

/**
 * Everything that can be dragged and dropped in the builder lies in here. The library begins and ends drags; where something lands is read off the
 * screen at the pointer, so that neither scrolling nor a page that grows meanwhile puts it elsewhere than where it was shown.
 */
export function DragLayer({ children }: { children: ReactNode }): ReactNode {
  const store = useEditorStore();
  const [drag, setDrag] = useState<Drag | null>(null);
  const { target, last } = useTarget(drag);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const begin = ({ active, activatorEvent }: DragStartEvent): void => {
    if (!(activatorEvent instanceof PointerEvent)) return;
    const start = { x: activatorEvent.clientX, y: activatorEvent.clientY };
    const source = active.data.current as DragSource;
    setDrag({ source, begin: start, grab: grabOf(source, start) });
  };
  const end = (): void => {
    const { session, perform, selectComponents } = store.getState();
    const final = last();
    const dropped = drag && final && drop(session.document, drag.source, final);
    if (dropped && perform(dropped.command, dropped.title)) selectComponents([dropped.id]);
    setDrag(null);
  };
  return (
    <DndContext sensors={sensors} onDragStart={begin} onDragEnd={end} onDragCancel={() => setDrag(null)} autoScroll>
      <Target value={target}>{children}</Target>
      <DragOverlay dropAnimation={null}>{drag && <div className={classes.ghost}>{nameOf(drag.source)}</div>}</DragOverlay>
    </DndContext>
  );
}

/** Follows the pointer during a drag. `last` is what was shown last: that is where a drop goes. */
function useTarget(drag: Drag | null): { target: DropTarget | null; last: () => DropTarget | null } {
  const store = useEditorStore();
  const [target, setTarget] = useState<DropTarget | null>(null);
  const look = useRef<() => DropTarget | null>(() => null);
  useEffect(() => {
    setTarget(null);
    if (!drag) return undefined;
    let pointer = drag.begin;
    let shown: DropTarget | null = null;
    let frame = 0;
    const show = (): void => {
      frame = 0;
      const next = dropTargetAt(store.getState().session.document, drag.source, pointer, drag.grab);
      if (JSON.stringify(next) === JSON.stringify(shown)) return;
      shown = next;
      setTarget(next);
    };
    const soon = (): void => void (frame ||= requestAnimationFrame(show));
    const move = (event: PointerEvent): void => {
      pointer = { x: event.clientX, y: event.clientY };
      soon();
    };
    look.current = () => {
      if (frame !== 0) show();
      return shown;
    };
    window.addEventListener('pointermove', move, true);
    window.addEventListener('scroll', soon, true);
    soon();
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('pointermove', move, true);
      window.removeEventListener('scroll', soon, true);
    };
  }, [drag, store]);
  return { target, last: () => look.current() };
}

/** Where in the component the pointer holds it; something new is held at its corner. */
function grabOf(source: DragSource, { x, y }: Point): Point {
  const frame = source.kind === 'node' ? globalThis.document.querySelector(`[data-frame='${CSS.escape(source.id)}']`) : null;
  if (!frame) return { x: 0, y: 0 };
  const { left, top } = frame.getBoundingClientRect();
  return { x: x - left, y: y - top };
}

const nameOf = (source: DragSource): string => (source.kind === 'node' ? source.id : (catalog.get(source.type)?.title ?? source.type));
