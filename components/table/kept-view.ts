import type { Sort } from './arrange.ts';
import type { ColumnLayout } from './columns.ts';
import { conditionsOf, treeOf, type Condition } from './filter.ts';

/** What a person keeps of a table: how its columns stand, and which rows it shows. */
export type TableLook = { readonly layout: ColumnLayout; readonly sort: Sort; readonly conditions: readonly Condition[]; readonly search: string };

/** A look as it is kept. */
export const keptValue = ({ layout, sort, conditions, search }: TableLook): Record<string, unknown> => ({ layout, sort, filter: treeOf(conditions), search });

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

function entriesOf<Value>(value: unknown, is: (one: unknown) => one is Value): Record<string, Value> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => is(entry[1])));
}

/** Reads what was kept, perhaps by an older release of the app: what is not understood, or is about columns that are gone, changes nothing. */
export function lookOf(value: unknown): TableLook {
  const { layout, sort, filter, search } = (value ?? {}) as Record<string, unknown>;
  const { order, widths, hidden, pins } = (layout ?? {}) as Record<string, unknown>;
  return {
    layout: {
      order: texts(order),
      widths: entriesOf(widths, (one): one is number => typeof one === 'number' && one >= 40 && one <= 2000),
      hidden: entriesOf(hidden, (one): one is boolean => typeof one === 'boolean'),
      pins: entriesOf(pins, (one): one is 'start' | 'end' | null => one === null || one === 'start' || one === 'end'),
    },
    sort: (Array.isArray(sort) ? sort : []).filter((one): one is Sort[number] => typeof one?.field === 'string' && (one.dir === 'asc' || one.dir === 'desc')),
    conditions: conditionsOf(filter),
    search: typeof search === 'string' ? search : '',
  };
}

/** Whether two looks are the same, so that a view says when it was changed. */
export const isSameLook = (one: TableLook, other: TableLook): boolean => JSON.stringify(keptValue(one)) === JSON.stringify(keptValue(other));
