import { useDraggable } from '@dnd-kit/core';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { AppNode } from '../../../../backend/apps/app.contract.ts';
import { indexOf, slotAt } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { useEditor, useEditorStore, useIsSelected } from '../editor-context.ts';
import { resizeTo } from '../edits.ts';
import { resized } from './geometry.ts';
import type { DragSource } from './drag.ts';
import classes from './NodeFrame.module.css';

/** A component on the canvas: it can be selected, dragged and resized; what it draws is only looked at. */
export function NodeFrame({ node, children }: { node: AppNode; children: ReactNode }): ReactNode {
  const store = useEditorStore();
  const isSelected = useIsSelected(node);
  const hasProblem = useEditor(({ problems }) => problems.some(({ part, severity }) => part.id === node.id && severity === 'error'));
  const element = useRef<HTMLDivElement | null>(null);
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: `node:${node.id}`, data: { kind: 'node', id: node.id } satisfies DragSource });
  const title = catalog.get(node.type)?.title ?? node.type;
  const select = (event: PointerEvent): void => {
    event.stopPropagation();
    element.current?.focus({ preventScroll: true });
    if (event.shiftKey || !isSelected) store.getState().selectComponents([node.id], event.shiftKey);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    store.getState().selectComponents([node.id], event.shiftKey);
  };
  return (
    <div
      ref={(found) => {
        element.current = found;
        setNodeRef(found);
      }}
      role="group"
      aria-label={`${title} ${node.id}${isSelected ? ', selected' : ''}`}
      tabIndex={isSelected ? 0 : -1}
      className={classes.frame}
      data-frame={node.id}
      data-selected={isSelected}
      data-problem={hasProblem}
      data-dragging={isDragging}
      {...listeners}
      onPointerDown={(event) => {
        select(event);
        listeners?.['onPointerDown']?.(event);
      }}
      onKeyDown={onKey}
    >
      <div className={classes.content} inert={node.slots === undefined}>
        {children}
      </div>
      {isSelected && (
        <>
          <span className={classes.name}>{node.id}</span>
          <ResizeHandles node={node} />
        </>
      )}
    </div>
  );
}

const directions = ['e', 's', 'se'] as const;

/** Handles at the right and below, for what stands in a grid. The keyboard does the same with mod and the arrows. */
function ResizeHandles({ node }: { node: AppNode }): ReactNode {
  const store = useEditorStore();
  const isInGrid = useEditor(({ session }) => {
    const located = indexOf(session.document).get(node.id);
    return located !== undefined && slotAt(session.document, located.parent)?.flow === 'grid' && catalog.get(node.type)?.isOverlay !== true;
  });
  if (!isInGrid) return null;
  const begin = (direction: (typeof directions)[number]) => (event: PointerEvent<HTMLSpanElement>) => {
    event.stopPropagation();
    event.preventDefault();
    const handle = event.currentTarget;
    const cell = handle.closest('[data-node]');
    const grid = cell?.parentElement;
    if (!cell || !grid) return;
    const start = { x: event.clientX, y: event.clientY };
    const base = node.layout.base ?? { x: 0, y: 0, w: 12, h: 'auto' as const };
    const rows = base.h === 'auto' ? Math.round(cell.clientHeight / 8) : base.h;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => {
      const next = resized({ width: grid.clientWidth }, { w: base.w, h: rows, x: base.x }, { x: moved.clientX - start.x, y: moved.clientY - start.y });
      const changed = { ...base, ...(direction === 's' ? {} : { w: next.w }), ...(direction === 'e' ? {} : { h: next.h }) };
      const command = resizeTo(store.getState().session.document, node.id, changed);
      if (command) store.getState().perform(command, `Resize ${node.id}`, `resize:${node.id}`);
    };
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
      store.getState().settle();
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end, { once: true });
    handle.addEventListener('pointercancel', end, { once: true });
  };
  return directions.map((direction) => (
    <span key={direction} className={classes.handle} data-direction={direction} onPointerDown={begin(direction)} aria-hidden />
  ));
}
