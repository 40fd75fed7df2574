import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { DragArea, type Dropped } from '../_shared/drag/drag.tsx';
import type { TableRow } from '../table/rows.ts';
import type { ComponentProps } from '../view.ts';
import { placeOf, stepOf, type Move } from './board.ts';
import { Column } from './Column.tsx';
import { CardFace } from './CardFace.tsx';
import type { kanban } from './definition.ts';
import classes from './kanban.module.css';
import { useBoard } from './useBoard.ts';

/** A card that was picked up by keys, and where it would go. */
type Held = { readonly id: string; readonly move: Move | null };
const steps = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' } as const;

/** Cards in columns. By mouse or finger they are dragged; by keys Space picks one up, arrows move it, Space puts it down and Escape leaves it where it was. */
export function KanbanView(view: ComponentProps<typeof kanban>): ReactNode {
  const { props, state, expose, emit, useMethods, isEditing } = view;
  const board = useBoard(view);
  const [held, setHeld] = useState<Held | null>(null);
  const [said, setSaid] = useState('');
  const element = useRef<HTMLDivElement>(null);
  const columns = held?.move ? board.preview(held.move) : board.columns;
  const mayMove = props.is_movable && !props.disabled && !isEditing;
  const select = (card: TableRow): void => {
    expose({ selected_item: card.row, selected_key: card.key });
    void emit('select', { key: card.key, item: card.row });
  };
  useMethods({
    select: (key: string | number) => {
      const card = board.columns.flatMap(({ cards }) => cards).find((candidate) => candidate.key === key);
      if (card) select(card);
    },
    clear_selection: () => expose({ selected_item: null, selected_key: null }),
    undo_move: board.undo,
  });
  // A card in another column is another element: the focus goes with it.
  useEffect(() => {
    if (held) element.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(held.id)}"]`)?.focus();
  }, [held]);
  const tellPlace = (id: string, move: Move | null): void => {
    const shown = move ? board.preview(move) : board.columns;
    const at = placeOf(shown, id);
    const column = shown[at?.column ?? -1];
    if (at && column) setSaid(`${column.label}, place ${at.index + 1} of ${column.cards.length}`);
  };
  const onKey = (event: KeyboardEvent, card: TableRow): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' && !held) select(card);
    else if (event.key === ' ' && mayMove && !held) {
      setHeld({ id: card.id, move: null });
      setSaid('Picked up. Arrows move it, Space puts it down, Escape leaves it where it was.');
    } else if ((event.key === ' ' || event.key === 'Enter') && held) {
      setHeld(null);
      if (held.move) void board.move(held.move);
      setSaid('Put down.');
    } else if (event.key === 'Escape' && held) {
      setHeld(null);
      setSaid('Left where it was.');
    } else if (event.key in steps) {
      const isTurned = getComputedStyle(event.currentTarget).direction === 'rtl';
      const step = turned(steps[event.key as keyof typeof steps], isTurned);
      if (held) {
        const move = stepOf(columns, card.id, step);
        if (move) {
          setHeld({ id: card.id, move });
          tellPlace(card.id, move);
        }
      } else focusBeside(element.current, columns, card.id, step);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrop = ({ id, over, y }: Dropped): void => {
    const before = cardBelow(element.current, over, id, y);
    const at = placeOf(board.columns, id);
    const column = board.columns[at?.column ?? -1];
    if (!at || !column || (column.value === over && (before ?? null) === (column.cards[at.index + 1]?.id ?? null))) return;
    void board.move({ id, to: over, before });
  };
  return (
    <div role="group" className={classes.frame} aria-label={props.label} aria-busy={props.loading || undefined} inert={props.disabled || undefined}>
      <DragArea
        onDrop={onDrop}
        ghost={(id) => {
          const card = board.cardOf(id);
          return card ? (
            <div className={classes.ghost}>
              <CardFace card={card} props={props} locale={view.host.locale} />
            </div>
          ) : null;
        }}
      >
        <div
          ref={element}
          className={classes.board}
          data-busy={props.loading || undefined}
          // Without cards nothing in it takes the focus, and it could not be scrolled by keys.
          tabIndex={isEditing || columns.some(({ cards }) => cards.length > 0) ? undefined : 0}
        >
          {columns.map((column) => (
            <Column
              key={column.value}
              view={view}
              column={column}
              heldId={held?.id ?? null}
              selectedKey={state.selected_key}
              mayMove={mayMove}
              onKey={onKey}
              onSelect={select}
              onLeave={() => setHeld(null)}
            />
          ))}
          {columns.length === 0 && <p className={classes.none}>{props.loading ? 'Loading…' : props.empty_text}</p>}
        </div>
      </DragArea>
      <p className={classes.said} role="status">
        {said}
      </p>
    </div>
  );
}

type Step = (typeof steps)[keyof typeof steps];
const turned = (step: Step, isTurned: boolean): Step => (isTurned && step === 'left' ? 'right' : isTurned && step === 'right' ? 'left' : step);

function focusBeside(element: HTMLElement | null, columns: readonly { cards: readonly TableRow[] }[], id: string, step: Step): void {
  const at = placeOf(columns as Parameters<typeof placeOf>[0], id);
  if (!at) return;
  const sideways = step === 'left' ? -1 : step === 'right' ? 1 : 0;
  let column = at.column + sideways;
  while (sideways !== 0 && columns[column] && columns[column]?.cards.length === 0) column += sideways;
  const cards = columns[column]?.cards ?? [];
  const index = sideways !== 0 ? Math.min(at.index, cards.length - 1) : at.index + (step === 'up' ? -1 : 1);
  const target = cards[index]?.id;
  if (target !== undefined) element?.querySelector<HTMLElement>(`[data-card="${CSS.escape(target)}"]`)?.focus();
}

/** The card before which something lands that is let go at this height; `null` at the end. */
function cardBelow(element: HTMLElement | null, column: string, dragged: string, y: number): string | null {
  const cards = element?.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(column)}"] [data-card]`) ?? [];
  for (const card of cards) {
    const { top, height } = card.getBoundingClientRect();
    if (card.dataset['card'] !== dragged && y < top + height / 2) return card.dataset['card'] ?? null;
  }
  return null;
}
