import { Button } from '@mantine/core';
import { IconBolt, IconComponents } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { Slot } from '../../../../backend/apps/app.contract.ts';
import { indexOf, type ParentPlace } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { useLanding } from './DragLayer.tsx';
import { isRightToLeft, type Rect } from './geometry.ts';
import { childrenOf } from './screen-rects.ts';
import classes from './SlotFrame.module.css';

/** A slot on the canvas: takes what is dropped, shows where it would stand, and says what to do while it is empty. */
export function SlotFrame({ place, slot, children }: { place: ParentPlace; slot: Slot; children: ReactNode }): ReactNode {
  const id = JSON.stringify(place);
  const element = useRef<HTMLDivElement | null>(null);
  const isTarget = useLanding(({ target }) => target !== null && JSON.stringify(target.place) === id);
  const isEmpty = slot.children.length === 0;
  return (
    <div ref={element} className={classes.slot} data-slot={id} data-target={isTarget} data-empty={isEmpty} data-side={slot.flow === 'row' || undefined}>
      {children}
      {isEmpty && !isTarget && <EmptyWords place={place} />}
      {isTarget && <Mark slot={element.current} isRow={slot.flow === 'row'} />}
    </div>
  );
}

/** What an empty slot is for. */
function EmptyWords({ place }: { place: ParentPlace }): ReactNode {
  const type = useEditor(({ session }) => ('node' in place ? indexOf(session.document).get(place.node)?.node.type : undefined));
  const { slots, slotsOf } = catalog.get(type ?? '') ?? {};
  const title = 'node' in place ? (slots?.[place.slot]?.title ?? slotsOf?.each.title ?? place.slot) : null;
  const isWholeApp = useEditor(({ session }) => session.document.pages.every(({ body }) => body.children.length === 0));
  return isWholeApp && title === null ? <FirstSteps /> : <p className={classes.empty}>{title ?? 'Drag a component here, or press A to add one'}</p>;
}

/** What to do with an app in which there is nothing yet. */
function FirstSteps(): ReactNode {
  const store = useEditorStore();
  return (
    // The keys that press a button are not those of the canvas.
    <div className={classes.first} onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && event.stopPropagation()}>
      <p className={classes.words}>
        Drag a component here, or press A to add one. Actions bring the data: what they run gives a table its rows and a button its effect.
      </p>
      <Button size="xs" variant="default" leftSection={<IconComponents aria-hidden />} onClick={() => store.getState().show({ panel: 'add' })}>
        Add a component
      </Button>
      <Button size="xs" variant="default" leftSection={<IconBolt aria-hidden />} onClick={() => store.getState().show({ dock: 'actions' })}>
        Add an action
      </Button>
    </div>
  );
}

/** Shows where in a slot something would land. Apart from the slot, so that only this is drawn anew as it moves. */
function Mark({ slot, isRow }: { slot: HTMLDivElement | null; isRow: boolean }): ReactNode {
  const mark = useLanding((landing) => landing.mark);
  const index = useLanding(({ target }) => target?.index);
  if (mark) return <div className={classes.cell} style={moved(mark)} data-mark aria-hidden />;
  return index === undefined ? null : <LineMark slot={slot} index={index} isRow={isRow} />;
}

/** Moved from where one begins to read, by its layer, for which nothing is laid out or painted. */
const moved = ({ left, top, width, height }: Rect): CSSProperties => ({ width, height, transform: `translate(calc(var(--to-end, 1) * ${left}px), ${top}px)` });

/** How far from where one begins to read the line stands that shows a place in a row. */
function startOf(slot: HTMLElement, next: HTMLElement | undefined, last: HTMLElement | undefined, isTurned: boolean): number {
  const from = ({ offsetLeft, offsetWidth }: HTMLElement): number => (isTurned ? slot.offsetWidth - offsetLeft - offsetWidth : offsetLeft);
  return next ? from(next) - 7 : last ? from(last) + last.offsetWidth + 4 : 0;
}

/** A line before the child at a position, or after the last one. */
function LineMark({ slot, index, isRow }: { slot: HTMLDivElement | null; index: number; isRow: boolean }): ReactNode {
  const [style, setStyle] = useState<Rect | null>(null);
  useLayoutEffect(() => {
    if (!slot) return;
    const children = childrenOf(slot);
    const [next, last] = [children[index], children.at(-1)];
    const beside = next ?? last ?? slot;
    const within = beside === slot ? { offsetLeft: 0, offsetTop: 0, offsetWidth: slot.offsetWidth, offsetHeight: slot.offsetHeight } : beside;
    if (isRow) {
      const left = isRightToLeft(slot) ? slot.offsetWidth - 3 - startOf(slot, next, last, true) : startOf(slot, next, last, false);
      setStyle({ left, top: within.offsetTop, width: 3, height: within.offsetHeight });
    } else {
      const top = next ? next.offsetTop - 7 : last ? last.offsetTop + last.offsetHeight + 4 : 0;
      setStyle({ left: 0, top, width: slot.offsetWidth, height: 3 });
    }
  }, [slot, index, isRow]);
  return style && <div className={classes.line} style={style} data-mark aria-hidden />;
}
