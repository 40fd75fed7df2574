import { DndContext, DragOverlay, PointerSensor, useSensor, useSensors, type DragStartEvent } from '@dnd-kit/core';
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { catalog } from '../../../../components/definitions.ts';
import { useEditorStore } from '../editor-context.ts';
import { dropAll, type DragSource, type DropTarget } from './drag.ts';
import type { Point } from './geometry.ts';
import { dropTargetAt } from './hit.ts';
import classes from './DragLayer.module.css';

type Landing = { readonly target: DropTarget | null };
const nowhere = (): StoreApi<Landing> => createStore<Landing>(() => ({ target: null }));
const Target = createContext(nowhere());

/**
 * A part of where what is dragged would land, followed. The target changes many times in a drag, so that only what shows it may be drawn anew: all else
 * has to read the same part as before.
 */
export const useDropTarget = <Part,>(read: (target: DropTarget | null) => Part): Part => useStore(use(Target), ({ target }) => read(target));

type Drag = { readonly source: DragSource; readonly grab: Point; readonly begin: Point };

/**
 * Everything that can be dragged and dropped in the builder lies in here. The library begins and ends drags; where something lands is read off the
 * screen at the pointer, so that neither scrolling nor a page that grows meanwhile puts it elsewhere than where it was shown.
 */
export function DragLayer({ children }: { children: ReactNode }): ReactNode {
  const store = useEditorStore();
  const [drag, setDrag] = useState<Drag | null>(null);
  const [landing] = useState(nowhere);
  const last = useTarget(drag, landing);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const begin = ({ active, activatorEvent }: DragStartEvent): void => {
    if (!(activatorEvent instanceof PointerEvent)) return;
    const start = { x: activatorEvent.clientX, y: activatorEvent.clientY };
    const source = active.data.current as DragSource;
    setDrag({ source, begin: start, grab: grabOf(source, start) });
  };
  const end = (): void => {
    const { session, selection, perform, selectComponents } = store.getState();
    const final = last();
    const many = selection.kind === 'components' ? selection.ids : [];
    const dropped = drag && final && dropAll(session.document, drag.source, final, many);
    if (dropped && perform(dropped.command, dropped.title)) selectComponents(dropped.ids);
    setDrag(null);
  };
  return (
    <DndContext sensors={sensors} onDragStart={begin} onDragEnd={end} onDragCancel={() => setDrag(null)} autoScroll>
      <Target value={landing}>{children}</Target>
      <DragOverlay dropAnimation={null}>{drag && <div className={classes.ghost}>{nameOf(drag.source)}</div>}</DragOverlay>
    </DndContext>
  );
}

/** Follows the pointer during a drag. Gives what was shown last: that is where a drop goes. */
function useTarget(drag: Drag | null, landing: StoreApi<Landing>): () => DropTarget | null {
  const store = useEditorStore();
  const look = useRef<() => DropTarget | null>(() => null);
  useEffect(() => {
    landing.setState({ target: null });
    if (!drag) return undefined;
    let pointer = drag.begin;
    let shown: DropTarget | null = null;
    let frame = 0;
    const show = (): void => {
      frame = 0;
      const next = dropTargetAt(store.getState().session.document, drag.source, pointer, drag.grab);
      if (JSON.stringify(next) === JSON.stringify(shown)) return;
      shown = next;
      landing.setState({ target: next });
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
  }, [drag, store, landing]);
  return () => look.current();
}

/** Where in the component the pointer holds it; something new is held at its corner. */
function grabOf(source: DragSource, { x, y }: Point): Point {
  const frame = source.kind === 'node' ? globalThis.document.querySelector(`[data-frame='${CSS.escape(source.id)}']`) : null;
  if (!frame) return { x: 0, y: 0 };
  const { left, top } = frame.getBoundingClientRect();
  return { x: x - left, y: y - top };
}

const nameOf = (source: DragSource): string => (source.kind === 'node' ? source.id : (catalog.get(source.type)?.title ?? source.type));
