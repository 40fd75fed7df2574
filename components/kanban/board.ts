import { keyedRows, type Row, type TableRow } from '../table/rows.ts';

/** A column as it is asked for. */
export type ColumnFacts = { readonly value: string; readonly label: string; readonly tone?: string | undefined; readonly limit?: number | undefined };
/** A column with the cards that are in it now. */
export type BoardColumn = ColumnFacts & { readonly cards: readonly TableRow[] };
/** A card that was moved: into a column, before another card or to its end. */
export type Move = { readonly id: string; readonly to: string; readonly before: string | null };

type Given = string | { value: string; label?: string | undefined; tone?: string | undefined; limit?: number | undefined };

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/**
 * The columns with their cards: those that are asked for in their order, then those that only the rows name, so that no card is lost. Moves that the
 * data does not have yet are done on top, one after the other.
 */
export function boardOf(rows: readonly Row[], rowKey: string, field: string, asked: readonly Given[], moves: readonly Move[]): BoardColumn[] {
  const facts: ColumnFacts[] = asked.map((given) =>
    typeof given === 'string' ? { value: given, label: given } : { ...given, label: given.label ?? given.value },
  );
  const known = new Set(facts.map(({ value }) => value));
  const cards = keyedRows(rows, rowKey);
  const columnOf = new Map(cards.map((card) => [card.id, textOf(card.row[field])]));
  for (const value of columnOf.values()) {
    if (known.has(value)) continue;
    known.add(value);
    facts.push({ value, label: value === '' ? 'None' : value });
  }
  const lists = new Map(facts.map(({ value }) => [value, cards.filter(({ id }) => columnOf.get(id) === value)]));
  for (const move of moves) place(lists, cards, move);
  return facts.map((column) => ({ ...column, cards: lists.get(column.value) ?? [] }));
}

function place(lists: Map<string, TableRow[]>, cards: readonly TableRow[], { id, to, before }: Move): void {
  const card = cards.find((candidate) => candidate.id === id);
  if (!card || !lists.has(to)) return;
  for (const [value, list] of lists)
    lists.set(
      value,
      list.filter((other) => other.id !== id),
    );
  const target = lists.get(to) ?? [];
  const index = before === null ? -1 : target.findIndex((other) => other.id === before);
  lists.set(to, index < 0 ? [...target, card] : target.toSpliced(index, 0, card));
}

/** Where a card is: its column and its place in it. */
export function placeOf(columns: readonly BoardColumn[], id: string): { column: number; index: number } | null {
  for (const [column, { cards }] of columns.entries()) {
    const index = cards.findIndex((card) => card.id === id);
    if (index >= 0) return { column, index };
  }
  return null;
}

/** The move that one step of a key makes: sideways into the next column at the same height, up and down within one. `null` where there is no further. */
export function stepOf(columns: readonly BoardColumn[], id: string, step: 'left' | 'right' | 'up' | 'down'): Move | null {
  const at = placeOf(columns, id);
  if (!at) return null;
  if (step === 'left' || step === 'right') {
    const target = columns[at.column + (step === 'left' ? -1 : 1)];
    return target ? { id, to: target.value, before: target.cards[at.index]?.id ?? null } : null;
  }
  const { value, cards } = columns[at.column] ?? { value: '', cards: [] };
  if (step === 'up') return at.index === 0 ? null : { id, to: value, before: cards[at.index - 1]?.id ?? null };
  return at.index >= cards.length - 1 ? null : { id, to: value, before: cards[at.index + 2]?.id ?? null };
}
