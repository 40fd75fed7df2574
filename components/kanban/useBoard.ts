import { useEffect, useMemo, useState } from 'react';
import { rowsOf, type TableRow } from '../table/rows.ts';
import type { ComponentProps } from '../view.ts';
import { boardOf, placeOf, type BoardColumn, type Move } from './board.ts';
import type { kanban } from './definition.ts';

/** The board as it is shown. A moved card is where it was put at once; new data, and an action that fails, decide again. */
export function useBoard({ props, expose, emit, host }: ComponentProps<typeof kanban>) {
  const rows = useMemo(() => rowsOf(props.items), [props.items]);
  const [moves, setMoves] = useState<readonly Move[]>([]);
  useEffect(() => setMoves([]), [rows]);
  const columns = useMemo(
    () => boardOf(rows, props.item_key, props.column_field, props.columns, moves),
    [rows, props.item_key, props.column_field, props.columns, moves],
  );
  useEffect(() => expose({ counts: Object.fromEntries(columns.map(({ value, cards }) => [value, cards.length])) }), [columns, expose]);

  const cardOf = (id: string): TableRow | undefined => columns.flatMap(({ cards }) => cards).find((card) => card.id === id);
  /** What a move would look like, without doing it. */
  const preview = (move: Move): BoardColumn[] => boardOf(rows, props.item_key, props.column_field, props.columns, [...moves, move]);
  const move = async (change: Move): Promise<void> => {
    const card = cardOf(change.id);
    const from = columns[placeOf(columns, change.id)?.column ?? -1]?.value;
    if (!card || from === undefined) return;
    const undone = moves;
    setMoves([...moves, change]);
    const before = change.before === null ? null : (cardOf(change.before)?.key ?? null);
    try {
      if ((props.move_action ?? '') !== '' && from !== change.to) await host.run(props.move_action ?? '', { key: card.key, from, to: change.to });
    } catch (error) {
      setMoves(undone);
      host.toast(error instanceof Error ? error.message : 'The card could not be moved.', 'problem');
      return;
    }
    await emit('move', { key: card.key, item: card.row, from, to: change.to, before_key: before });
  };
  return { columns, cardOf, move, preview, undo: () => setMoves((before) => before.slice(0, -1)) };
}
