import { useEffect, useRef } from 'react';
import type { TableRow, Row, RowKey } from './rows.ts';
import type { Table } from './useTable.ts';

/** Which rows are chosen, by their keys: sorting, filtering and turning pages change nothing about it. */
export function useSelection({ view, stored, arranged, isServer }: Table) {
  const { props, state, expose, emit, isEditing } = view;
  const keys = state.selected_keys;
  const last = useRef<string | null>(null);
  const chosen = new Set(keys);
  const show = (next: readonly RowKey[]): Row[] => {
    const byKey = new Map(stored.map(({ key, row }) => [key, row]));
    // Rows of another page of the server are known from when they were chosen.
    const before = new Map(state.selected_keys.map((key, index) => [key, state.selected_rows[index]]));
    const known = next.flatMap((key) => {
      const row = byKey.get(key) ?? (isServer ? before.get(key) : undefined);
      return row === undefined ? [] : [{ key, row: row as Row }];
    });
    const first = known[0];
    expose({
      selected_keys: known.map(({ key }) => key),
      selected_rows: known.map(({ row }) => row) as Record<string, unknown>[],
      selected_key: first?.key ?? null,
      selected_row: (first?.row ?? null) as Record<string, unknown> | null,
    });
    return known.map(({ row }) => row as Row);
  };
  const readAgain = useRef<() => void>(() => undefined);
  readAgain.current = () => void show(state.selected_keys);
  // Rows that were loaded anew are read anew, and those that are gone are no longer chosen.
  useEffect(() => readAgain.current(), [stored]);
  const choose = (next: readonly RowKey[], row: TableRow | null): void => {
    if (isEditing) return;
    show(next);
    if (row && next.includes(row.key)) void emit('select', { row: row.row, key: row.key });
  };
  const toggle = (row: TableRow): void => {
    if (props.selection === 'none' || row.isNew) return;
    last.current = row.id;
    if (props.selection === 'one') return choose([row.key], row);
    choose(chosen.has(row.key) ? keys.filter((key) => key !== row.key) : [...keys, row.key], row);
  };
  return {
    keys,
    has: (key: RowKey): boolean => chosen.has(key),
    toggle,
    /** A press on a row: with Shift all from the last one, with Ctrl one more, else this one alone. */
    press: (row: TableRow, { isRange, isMore }: { isRange: boolean; isMore: boolean }): void => {
      if (props.selection === 'none' || row.isNew) return;
      if (props.selection === 'many' && isRange && last.current !== null) {
        const from = arranged.findIndex(({ id }) => id === last.current);
        const to = arranged.findIndex(({ id }) => id === row.id);
        if (from !== -1 && to !== -1) {
          const between = arranged.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ key }) => key);
          return choose([...new Set([...keys, ...between])], row);
        }
      }
      if (props.selection === 'many' && isMore) return toggle(row);
      last.current = row.id;
      choose([row.key], row);
    },
    all: (): void => choose(chosen.size >= arranged.length ? [] : arranged.map(({ key }) => key), null),
    isAll: arranged.length > 0 && arranged.every(({ key }) => chosen.has(key)),
    clear: (): void => choose([], null),
    set: (key: RowKey): void => choose([key], stored.find((row) => row.key === key) ?? null),
  };
}

/** {@link useSelection}. */
export type Selection = ReturnType<typeof useSelection>;
