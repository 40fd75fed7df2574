import { useId, useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { useDrag, useDrop } from '../_shared/drag/drag.tsx';
import tones from '../_shared/tones.module.css';
import type { TableRow } from '../table/rows.ts';
import type { ComponentProps } from '../view.ts';
import type { BoardColumn } from './board.ts';
import { CardFace, titleOf } from './CardFace.tsx';
import type { kanban } from './definition.ts';
import classes from './kanban.module.css';

type Props = {
  view: ComponentProps<typeof kanban>;
  column: BoardColumn;
  heldId: string | null;
  selectedKey: string | number | null;
  mayMove: boolean;
  onKey: (event: KeyboardEvent, card: TableRow) => void;
  onSelect: (card: TableRow) => void;
  onLeave: () => void;
};

/** One column with its cards. */
export function Column(props: Props): ReactNode {
  const { view, column } = props;
  const name = useId();
  const { ref, isOver } = useDrop(column.value);
  const isFull = column.limit !== undefined && column.cards.length > column.limit;
  return (
    <div
      role="group"
      ref={ref}
      className={`${tones.tone} ${classes.column}`}
      data-tone={column.tone}
      data-over={isOver || undefined}
      data-column={column.value}
      aria-labelledby={name}
    >
      <h3 className={classes.head} id={name}>
        <span className={classes.dot} aria-hidden />
        <span className={classes.label}>{column.label}</span>
        <span className={classes.count} data-full={isFull || undefined}>
          <bdi dir="ltr">
            {column.cards.length}
            {column.limit !== undefined && ` / ${column.limit}`}
          </bdi>
          {isFull && <span className={classes.said}>, more than it should hold</span>}
        </span>
      </h3>
      <ul className={classes.cards}>
        {column.cards.map((card, index) => (
          <li key={card.id}>
            <Card {...props} card={card} index={index} />
          </li>
        ))}
        {column.cards.length === 0 && <li className={classes.empty}>{view.props.empty_text}</li>}
      </ul>
    </div>
  );
}

function Card({ view, heldId, selectedKey, mayMove, onKey, onSelect, onLeave, card, index }: Props & { card: TableRow; index: number }): ReactNode {
  const { props, host, slot, hasSlot, isEditing } = view;
  const { ref, listeners, isDragging } = useDrag(card.id, !mayMove);
  const names = useMemo(() => ({ item: card.row, index }), [card.row, index]);
  return (
    <div
      ref={ref}
      {...listeners}
      className={classes.card}
      role="group"
      aria-roledescription={mayMove ? 'card that can be moved' : 'card'}
      aria-label={titleOf(card, props)}
      tabIndex={isEditing ? -1 : 0}
      data-card={card.id}
      data-movable={mayMove || undefined}
      data-held={heldId === card.id || undefined}
      data-dragged={isDragging || undefined}
      data-selected={selectedKey === card.key || undefined}
      onKeyDown={(event) => onKey(event, card)}
      onClick={() => !isEditing && onSelect(card)}
      onBlur={() => heldId !== card.id && heldId !== null && onLeave()}
    >
      {hasSlot('card') ? slot('card', names, card.id) : <CardFace card={card} props={props} locale={host.locale} />}
    </div>
  );
}
