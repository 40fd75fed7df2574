import { DndContext, DragOverlay, PointerSensor, useSensor, useSensors, type DragEndEvent, type DragMoveEvent, type DragStartEvent } from '@dnd-kit/core';
import { createContext, use, useState, type ReactNode } from 'react';
import type { ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { useEditorStore } from '../editor-context.ts';
import { drop, innermost, rectOf, targetAt, type DragSource, type DropTarget } from './drag.ts';
import classes from './DragLayer.module.css';

const Target = createContext<DropTarget | null>(null);
/** Where what is dragged would land, for the slot that shows it. */
export const useDropTarget = (): DropTarget | null => use(Target);

/** Everything that can be dragged and dropped in the builder lies in here. The library is seen from this folder only. */
export function DragLayer({ children }: { children: ReactNode }): ReactNode {
  const store = useEditorStore();
  const [source, setSource] = useState<DragSource | null>(null);
  const [target, setTarget] = useState<DropTarget | null>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const begin = ({ active }: DragStartEvent): void => setSource(active.data.current as DragSource);
  const move = (event: DragMoveEvent): void => {
    const next = targetOf(event, store.getState().session.document);
    setTarget((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
  };
  const end = (event: DragEndEvent): void => {
    const { session, perform, selectComponents } = store.getState();
    const final = targetOf(event, session.document);
    const dropped = final && drop(session.document, event.active.data.current as DragSource, final);
    if (dropped && perform(dropped.command, dropped.title)) selectComponents([dropped.id]);
    cancel();
  };
  const cancel = (): void => {
    setSource(null);
    setTarget(null);
  };
  return (
    <DndContext sensors={sensors} collisionDetection={innermost} onDragStart={begin} onDragMove={move} onDragEnd={end} onDragCancel={cancel} autoScroll>
      <Target value={target}>{children}</Target>
      <DragOverlay dropAnimation={null}>{source && <div className={classes.ghost}>{nameOf(source)}</div>}</DragOverlay>
    </DndContext>
  );
}

function targetOf({ active, over, delta, activatorEvent }: DragMoveEvent | DragEndEvent, document: Parameters<typeof targetAt>[0]): DropTarget | null {
  const place = over?.data.current as ParentPlace | undefined;
  const element = place && slotElement(place);
  if (!place || !element || !(activatorEvent instanceof PointerEvent)) return null;
  const pointer = { x: activatorEvent.clientX + delta.x, y: activatorEvent.clientY + delta.y };
  const start = active.rect.current.initial;
  const source = active.data.current as DragSource;
  // Something new has no place yet: its corner is at the pointer.
  const corner = source.kind === 'node' && start ? { x: start.left + delta.x, y: start.top + delta.y } : pointer;
  const children = [...element.querySelectorAll(':scope > * > [data-node]')].map((child) => rectOf(child.getBoundingClientRect()));
  return targetAt(document, source, place, rectOf(element.getBoundingClientRect()), children, corner, pointer);
}

/** The element of a slot, by its place. */
const slotElement = (place: ParentPlace): Element | null => globalThis.document.querySelector(`[data-slot='${CSS.escape(JSON.stringify(place))}']`);

const nameOf = (source: DragSource): string => (source.kind === 'node' ? source.id : (catalog.get(source.type)?.title ?? source.type));
