import { DndContext, DragOverlay, useDraggable, useSensor, useSensors, type DragStartEvent } from '@dnd-kit/core';
import {
  createContext,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type PointerEvent as ReactPointerEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { catalog } from '../../../../components/definitions.ts';
import { useEditorStore } from '../editor-context.ts';
import { dropAll, type DragSource } from './drag.ts';
import { isRightToLeft, type Point } from './geometry.ts';
import { followLanding, nothingLands, type Landing, type LandingLook } from './landing.ts';
import { QuickPointer } from './quick-pointer.ts';
import classes from './DragLayer.module.css';

/** Begins a drag of something, if the pointer that was pressed on an element is moved now. */
export type Press = (event: ReactPointerEvent<HTMLElement>, source: DragSource) => void;

type Dragging = { readonly landing: StoreApi<Landing>; readonly press: Press };
const Context = createContext<Dragging>({ landing: createStore(() => nothingLands), press: () => undefined });

/** What makes an element one that can be dragged. */
export const usePress = (): Press => use(Context).press;

/**
 * A part of what is dragged and where it would land, followed. It changes many times in a drag, so that only what shows it may be drawn anew: all else
 * has to read the same part as before.
 */
export const useLanding = <Part,>(read: (landing: Landing) => Part): Part => useStore(use(Context).landing, read);

/**
 * Everything that can be dragged and dropped in the builder lies in here. The library begins and ends drags, and stands beside what is dragged instead
 * of around it: its contexts change at every move of the pointer, and React would look through all components of the page for who reads them.
 */
export function DragLayer({ children }: { children: ReactNode }): ReactNode {
  const [landing] = useState(() => createStore<Landing>(() => nothingLands));
  const held = useRef<Press | null>(null);
  const context = useMemo((): Dragging => ({ landing, press: (event, source) => held.current?.(event, source) }), [landing]);
  return (
    <>
      <Context value={context}>{children}</Context>
      <Library landing={landing} held={held} />
    </>
  );
}

type Drag = { readonly source: DragSource; readonly grab: Point; readonly begin: Point };

/** The library with the one thing that it knows: what was pressed last. */
function Library({ landing, held }: { landing: StoreApi<Landing>; held: RefObject<Press | null> }): ReactNode {
  const store = useEditorStore();
  const pressed = useRef<DragSource | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const look = useLandingOf(drag, landing);
  const sensors = useSensors(useSensor(QuickPointer, { activationConstraint: { distance: 5 } }));
  const begin = ({ activatorEvent }: DragStartEvent): void => {
    const { current: source } = pressed;
    if (!source || !(activatorEvent instanceof PointerEvent)) return;
    const start = { x: activatorEvent.clientX, y: activatorEvent.clientY };
    setDrag({ source, begin: start, grab: grabOf(source, start) });
  };
  const end = (): void => {
    const { session, selection, perform, selectComponents } = store.getState();
    const final = look.current?.now() ?? null;
    const many = selection.kind === 'components' ? selection.ids : [];
    const dropped = drag && final && dropAll(session.document, drag.source, final, many);
    if (dropped && perform(dropped.command, dropped.title)) selectComponents(dropped.ids);
    setDrag(null);
  };
  const announcements = {
    onDragStart: () => (pressed.current ? `${nameOf(pressed.current)} is picked up.` : undefined),
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  };
  return (
    <DndContext sensors={sensors} onDragStart={begin} onDragEnd={end} onDragCancel={() => setDrag(null)} accessibility={{ announcements }} autoScroll>
      <Handle held={held} pressed={pressed} />
      <DragOverlay dropAnimation={null} className={classes.overlay}>
        {drag && <div className={classes.ghost}>{nameOf(drag.source)}</div>}
      </DragOverlay>
    </DndContext>
  );
}

/** One handle for everything: it stands for the element that was pressed. */
function Handle({ held, pressed }: { held: RefObject<Press | null>; pressed: RefObject<DragSource | null> }): null {
  const { setNodeRef, listeners } = useDraggable({ id: 'dragged' });
  useLayoutEffect(() => {
    held.current = (event, source) => {
      pressed.current = source;
      setNodeRef(event.currentTarget);
      listeners?.['onPointerDown']?.(event);
    };
  });
  return null;
}

/** Follows the pointer while something is dragged. */
function useLandingOf(drag: Drag | null, landing: StoreApi<Landing>): RefObject<LandingLook | null> {
  const store = useEditorStore();
  const look = useRef<LandingLook | null>(null);
  useEffect(() => {
    if (!drag) return undefined;
    const following = followLanding(drag, () => store.getState().session.document, landing);
    look.current = following;
    return () => {
      look.current = null;
      following.end();
    };
  }, [drag, store, landing]);
  return look;
}

/** Where in the component the pointer holds it, from the edge at which one begins to read; something new is held at its corner. */
function grabOf(source: DragSource, { x, y }: Point): Point {
  const frame = source.kind === 'node' ? globalThis.document.querySelector(`[data-frame='${CSS.escape(source.id)}']`) : null;
  if (!frame) return { x: 0, y: 0 };
  const { left, right, top, bottom } = frame.getBoundingClientRect();
  // In the tree it is held by its row, which has no corner on the page.
  if (x < left || x > right || y < top || y > bottom) return { x: 0, y: 0 };
  return { x: isRightToLeft(frame) ? right - x : x - left, y: y - top };
}

const nameOf = (source: DragSource): string => (source.kind === 'node' ? source.id : (catalog.get(source.type)?.title ?? source.type));
