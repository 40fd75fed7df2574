import type { TableColumn } from './columns.ts';
import { completeConditions, meets, type Condition } from './filter.ts';
import type { TableRow } from './rows.ts';
import { compareValues, isEmptyValue, numberOf, plainText } from './values.ts';

/** By what rows are sorted, the most important first. */
export type Sort = readonly { readonly field: string; readonly dir: 'asc' | 'desc' }[];
/** The value that a row has in a column. */
export type ValueOf = (row: TableRow, column: TableColumn) => unknown;
/** What a person asked for. */
export type Wishes = { readonly sort: Sort; readonly conditions: readonly Condition[]; readonly search: string };

/** The rows that meet filter and search, sorted. What is equal stays in its order. */
export function arrangedRows(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  wishes: Wishes,
  valueOf: ValueOf,
  locale: string,
): readonly TableRow[] {
  const kept = keptRows(rows, columns, wishes, valueOf, locale);
  const byField = new Map(columns.map((column) => [column.field, column]));
  const keys = wishes.sort.flatMap(({ field, dir }) => {
    const column = byField.get(field);
    return column ? [{ column, sign: dir === 'asc' ? 1 : -1 }] : [];
  });
  if (keys.length === 0) return kept;
  const values = new Map(kept.map((row) => [row, keys.map(({ column }) => valueOf(row, column))]));
  return kept.toSorted((one, other) => {
    const [first, second] = [values.get(one) ?? [], values.get(other) ?? []];
    for (const [index, { column, sign }] of keys.entries()) {
      const order = orderOf(first[index], second[index], column, sign, locale);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function orderOf(one: unknown, other: unknown, { type }: TableColumn, sign: number, locale: string): number {
  const [isFirstEmpty, isSecondEmpty] = [isEmptyValue(one), isEmptyValue(other)];
  if (isFirstEmpty || isSecondEmpty) return Number(isFirstEmpty) - Number(isSecondEmpty);
  return sign * compareValues(one, other, type, locale);
}

function keptRows(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  { conditions, search }: Wishes,
  valueOf: ValueOf,
  locale: string,
): readonly TableRow[] {
  const byField = new Map(columns.map((column) => [column.field, column]));
  const checks = completeConditions(conditions).flatMap((condition) => {
    const column = byField.get(condition.field);
    return column ? [{ condition, column }] : [];
  });
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (checks.length === 0 && words.length === 0) return rows;
  return rows.filter((row) => {
    if (!checks.every(({ condition, column }) => meets(valueOf(row, column), condition, column.type, locale))) return false;
    if (words.length === 0) return true;
    const text = columns
      .map((column) => plainText(valueOf(row, column)))
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Sorts by a column, then the other way round, then not. With `isMore` the sorts by other columns stay. */
export function nextSort(sort: Sort, field: string, isMore: boolean): Sort {
  const current = sort.find((entry) => entry.field === field);
  const others = isMore ? sort.filter((entry) => entry.field !== field) : [];
  if (!current) return [...others, { field, dir: 'asc' }];
  return current.dir === 'asc' ? [...others, { field, dir: 'desc' }] : others;
}

/** A value over many rows. */
export function aggregate(kind: NonNullable<TableColumn['aggregate']>, values: readonly unknown[]): number | null {
  if (kind === 'count') return values.filter((value) => !isEmptyValue(value)).length;
  const numbers = values.map(numberOf).filter((number) => number !== null);
  if (numbers.length === 0) return null;
  if (kind === 'sum') return numbers.reduce((total, number) => total + number, 0);
  if (kind === 'average') return numbers.reduce((total, number) => total + number, 0) / numbers.length;
  return numbers.reduce((best, number) => (kind === 'min' ? Math.min(best, number) : Math.max(best, number)));
}

/** Aggregates of all columns that ask for one. */
export function aggregates(rows: readonly TableRow[], columns: readonly TableColumn[], valueOf: ValueOf): ReadonlyMap<string, number | null> {
  return new Map(
    columns.flatMap((column) =>
      column.aggregate === undefined
        ? []
        : [
            [
              column.field,
              aggregate(
                column.aggregate,
                rows.map((row) => valueOf(row, column)),
              ),
            ] as const,
          ],
    ),
  );
}

/** What stands in a table, line by line. */
export type Line =
  | { readonly kind: 'row'; readonly id: string; readonly row: TableRow }
  | { readonly kind: 'detail'; readonly id: string; readonly row: TableRow }
  | { readonly kind: 'group'; readonly id: string; readonly value: unknown; readonly rows: readonly TableRow[]; readonly isOpen: boolean };

/** Rows as lines: below the head of their group, and with what is open below them. Groups stand in the order of their first row. */
export function linesOf(
  rows: readonly TableRow[],
  group: { readonly valueOf: (row: TableRow) => unknown; readonly closed: ReadonlySet<string> } | null,
  open: ReadonlySet<string>,
): readonly Line[] {
  const below = (row: TableRow): Line[] =>
    open.has(row.id)
      ? [
          { kind: 'row', id: row.id, row },
          { kind: 'detail', id: `detail ${row.id}`, row },
        ]
      : [{ kind: 'row', id: row.id, row }];
  if (!group) return rows.flatMap(below);
  const groups = Map.groupBy(rows, (row) => plainText(group.valueOf(row)));
  return [...groups].flatMap(([name, members]): Line[] => {
    const id = `group ${name}`;
    const isOpen = !group.closed.has(id);
    const [first] = members;
    return [{ kind: 'group', id, value: first ? group.valueOf(first) : null, rows: members, isOpen }, ...(isOpen ? members.flatMap(below) : [])];
  });
}
