import { DndContext, DragOverlay, MouseSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { useState, type ReactNode } from 'react';

/** Where something was let go: over which place, and at which point of the screen. `moved` is how far it was carried. */
export type Dropped = {
  readonly id: string;
  readonly over: string;
  readonly x: number;
  readonly y: number;
  readonly moved: { readonly x: number; readonly y: number };
};

type Props = {
  children: ReactNode;
  /** What hangs at the pointer. */
  ghost: (id: string) => ReactNode;
  onDrop: (dropped: Dropped) => void;
};

/**
 * What is dragged and dropped by mouse and finger inside of a component. The keyboard is the matter of the component, which knows what a step is;
 * so this says nothing to screen readers.
 */
export function DragArea({ children, ghost, onDrop }: Props): ReactNode {
  const [dragged, setDragged] = useState<string | null>(null);
  // A click stays a click, and a finger that scrolls scrolls.
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );
  const end = ({ active, over, activatorEvent, delta }: DragEndEvent): void => {
    setDragged(null);
    const begin = pointOf(activatorEvent);
    if (over && begin) onDrop({ id: String(active.id), over: String(over.id), x: begin.x + delta.x, y: begin.y + delta.y, moved: delta });
  };
  return (
    <DndContext
      sensors={sensors}
      accessibility={{ screenReaderInstructions: { draggable: '' }, announcements: silent }}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragEnd={end}
      onDragCancel={() => setDragged(null)}
    >
      {children}
      <DragOverlay dropAnimation={null}>{dragged !== null && ghost(dragged)}</DragOverlay>
    </DndContext>
  );
}

/** What can be dragged: props for its element. */
export function useDrag(id: string, isOff: boolean) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id, disabled: isOff });
  return { ref: setNodeRef, listeners: isOff ? {} : (listeners ?? {}), isDragging };
}

/** Where it can be dropped. */
export function useDrop(id: string) {
  const { setNodeRef, isOver } = useDroppable({ id });
  return { ref: setNodeRef, isOver };
}

function pointOf(event: Event): { x: number; y: number } | null {
  if (event instanceof MouseEvent) return { x: event.clientX, y: event.clientY };
  const touch = typeof TouchEvent !== 'undefined' && event instanceof TouchEvent ? event.touches[0] : undefined;
  return touch ? { x: touch.clientX, y: touch.clientY } : null;
}

const silent = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined };
