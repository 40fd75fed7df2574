import type { PointerEvent, ReactNode } from 'react';
import type { AppNode } from '../../../../backend/apps/app.contract.ts';
import { breakpointOf, cellsAt } from '../../../../backend/apps/core/layout.ts';
import { indexOf, slotAt } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { resizeAt } from '../edits.ts';
import { isRightToLeft, resized } from './geometry.ts';
import { zoomOf } from './screen-rects.ts';
import classes from './NodeFrame.module.css';

const directions = ['e', 's', 'se'] as const;

/** Handles at the end of a line and below, for what stands in a grid. The keyboard does the same with mod and the arrows. */
export function ResizeHandles({ node }: { node: AppNode }): ReactNode {
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
    const cell = handle.closest<HTMLElement>('[data-node]');
    const grid = cell?.parentElement;
    const { document } = store.getState().session;
    const located = indexOf(document).get(node.id);
    if (!cell || !grid || !located) return;
    const at = breakpointOf(grid.clientWidth);
    const current = cellsAt(slotAt(document, located.parent)?.children ?? [], at).find(({ id }) => id === node.id)?.cell;
    if (!current) return;
    const start = { x: event.clientX, y: event.clientY };
    const rows = current.h === 'auto' ? Math.round(cell.clientHeight / 8) : current.h;
    const size = { width: grid.clientWidth, gap: Number.parseFloat(getComputedStyle(grid).columnGap) || 0 };
    const zoom = zoomOf(grid);
    const toEnd = isRightToLeft(grid) ? -1 : 1;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => {
      const delta = { x: (toEnd * (moved.clientX - start.x)) / zoom, y: (moved.clientY - start.y) / zoom };
      const next = resized(size, { w: current.w, h: rows, x: current.x }, delta);
      const change = { ...(direction === 's' ? {} : { w: next.w }), ...(direction === 'e' ? {} : { h: next.h }) };
      const command = resizeAt(store.getState().session.document, node.id, at, change);
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
