import { useDroppable } from '@dnd-kit/core';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { Slot } from '../../../../backend/apps/app.contract.ts';
import type { ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { useDropTarget } from './DragLayer.tsx';
import { rectOfCell } from './geometry.ts';
import classes from './SlotFrame.module.css';

/** A slot on the canvas: takes what is dropped, shows where it would stand, and says what to do while it is empty. */
export function SlotFrame({ place, slot, children }: { place: ParentPlace; slot: Slot; children: ReactNode }): ReactNode {
  const id = JSON.stringify(place);
  const element = useRef<HTMLDivElement | null>(null);
  const { setNodeRef } = useDroppable({ id: `slot:${id}`, data: place });
  const target = useDropTarget();
  const isTarget = target !== null && JSON.stringify(target.place) === id;
  const isEmpty = slot.children.length === 0;
  return (
    <div
      ref={(found) => {
        element.current = found;
        setNodeRef(found);
      }}
      className={classes.slot}
      data-slot={id}
      data-target={isTarget}
      data-empty={isEmpty}
    >
      {children}
      {isEmpty && !isTarget && <p className={classes.empty}>{'page' in place ? 'Drag a component here, or press A to add one' : `${place.slot}: empty`}</p>}
      {isTarget && target.cell && <CellMark slot={element.current} cell={target.cell} />}
      {isTarget && target.index !== undefined && <LineMark slot={element.current} index={target.index} isRow={slot.flow === 'row'} />}
    </div>
  );
}

function CellMark({ slot, cell }: { slot: HTMLDivElement | null; cell: { x: number; y: number; w: number; h: number } }): ReactNode {
  return <div className={classes.cell} style={rectOfCell(slot?.clientWidth ?? 0, cell)} aria-hidden />;
}

/** A line before the child at a position, or after the last one. */
function LineMark({ slot, index, isRow }: { slot: HTMLDivElement | null; index: number; isRow: boolean }): ReactNode {
  const [style, setStyle] = useState({});
  useLayoutEffect(() => {
    if (!slot) return;
    const children = [...slot.querySelectorAll(':scope > * > [data-node]')].map((child) => child.getBoundingClientRect());
    const around = slot.getBoundingClientRect();
    const next = children[index];
    const last = children.at(-1);
    if (isRow) {
      const left = next ? next.left - 6 : last ? last.right + 4 : around.left;
      setStyle({ left: left - around.left, top: (next ?? last ?? around).top - around.top, width: 3, height: (next ?? last ?? around).height });
    } else {
      const top = next ? next.top - 6 : last ? last.bottom + 4 : around.top;
      setStyle({ left: 0, top: top - around.top, width: around.width, height: 3 });
    }
  }, [slot, index, isRow]);
  return <div className={classes.line} style={style} aria-hidden />;
}
