import type { z } from 'zod';
import type { column, columnTypes } from './definition.ts';
import type { Row } from './rows.ts';

/** How a column is shown. */
export type ColumnType = (typeof columnTypes)[number];
/** A column of the document. */
export type GivenColumn = z.output<typeof column>;
/** A column with everything decided. */
export type TableColumn = Omit<GivenColumn, 'title' | 'type' | 'align'> & { title: string; type: ColumnType; align: 'start' | 'center' | 'end' };
/** What a person changed about the columns. */
export type ColumnLayout = {
  readonly order: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  readonly hidden: Readonly<Record<string, boolean>>;
  readonly pins: Readonly<Record<string, 'start' | 'end' | null>>;
};

export const noLayout: ColumnLayout = { order: [], widths: {}, hidden: {}, pins: {} };

const numeric: ReadonlySet<ColumnType> = new Set(['number', 'currency', 'percent', 'duration']);
const lookedAt = 50;
const mostColumns = 60;

/** Columns as the document has them, or as the first rows suggest. */
export function tableColumns(given: readonly GivenColumn[], rows: readonly Row[], rowKey = 'id'): TableColumn[] {
  const sample = rows.slice(0, lookedAt);
  const named: readonly GivenColumn[] = given.length > 0 ? given : fieldsOf(sample).map((field) => ({ field }));
  return named.map((column) => {
    const type = column.type ?? typeOfField(column.field, sample, rowKey);
    return { ...column, type, title: column.title ?? titleOf(column.field), align: column.align ?? (numeric.has(type) ? 'end' : 'start') };
  });
}

/** The columns that are seen, in the order in which they stand: those that are pinned to the start, the rest, those pinned to the end. */
export function shownColumns(columns: readonly TableColumn[], layout: ColumnLayout): TableColumn[] {
  const place = new Map(layout.order.map((field, index) => [field, index]));
  const placed = columns.map((column, index) => ({ column, at: place.get(column.field) ?? index }));
  const sorted = placed.toSorted((one, other) => one.at - other.at).map(({ column }) => withLayout(column, layout));
  const seen = sorted.filter(({ hidden }) => hidden !== true);
  return [...seen.filter(({ pin }) => pin === 'start'), ...seen.filter(({ pin }) => pin === undefined), ...seen.filter(({ pin }) => pin === 'end')];
}

function withLayout(column: TableColumn, { widths, hidden, pins }: ColumnLayout): TableColumn {
  const { pin: givenPin, ...rest } = column;
  const chosen = pins[column.field];
  const pin = chosen === undefined ? givenPin : (chosen ?? undefined);
  const width = widths[column.field] ?? column.width;
  return { ...rest, hidden: hidden[column.field] ?? column.hidden, ...(pin === undefined ? {} : { pin }), ...(width === undefined ? {} : { width }) };
}

/** Puts a column in front of another one, or at the end. */
export function movedColumn(columns: readonly TableColumn[], layout: ColumnLayout, field: string, before: string | null): ColumnLayout {
  const place = new Map(layout.order.map((name, index) => [name, index]));
  const fields = columns.map((column, index) => ({ field: column.field, at: place.get(column.field) ?? index })).toSorted((one, other) => one.at - other.at);
  const rest = fields.map((entry) => entry.field).filter((name) => name !== field);
  const at = before === null ? rest.length : rest.indexOf(before);
  return { ...layout, order: rest.toSpliced(at === -1 ? rest.length : at, 0, field) };
}

const lastWords = new Set('id code number no nr key year zip zipcode postcode postal plz phone version port pid sku ean isbn iban uuid'.split(' '));

/** Whether numbers in a field of this name tell things apart, as an order or a year does, instead of counting something: nobody reads 3,400 as the name of an order. */
export function namesSomething(field: string): boolean {
  const words = titleOf(field).toLowerCase().split(/[ .]+/);
  return lastWords.has(words.at(-1) ?? '');
}

/** `order_id` as "Order id". */
export function titleOf(field: string): string {
  const words = field
    .replaceAll(/([a-z0-9])([A-Z])/g, (_all, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  return words === '' ? field : words.charAt(0).toUpperCase() + words.slice(1);
}

function fieldsOf(rows: readonly Row[]): string[] {
  const fields = new Set<string>();
  for (const row of rows) for (const field of Object.keys(row)) if (fields.size < mostColumns) fields.add(field);
  return [...fields];
}

function typeOfField(field: string, sample: readonly Row[], rowKey: string): ColumnType {
  const type = typeOf(sample.map((row) => row[field]));
  return type === 'number' && (field === rowKey || namesSomething(field)) ? 'id' : type;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const moment = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const link = /^https?:\/\/\S+$/i;

/** The type that all values of a sample have. */
function typeOf(values: readonly unknown[]): ColumnType {
  const known = values.filter((value) => value !== null && value !== undefined);
  if (known.length === 0) return 'text';
  const all = (is: (value: unknown) => boolean): boolean => known.every(is);
  if (all((value) => typeof value === 'number')) return 'number';
  if (all((value) => typeof value === 'boolean')) return 'boolean';
  if (all((value) => typeof value === 'object')) return 'json';
  if (all((value) => typeof value === 'string' && day.test(value))) return 'date';
  if (all((value) => typeof value === 'string' && moment.test(value))) return 'datetime';
  if (all((value) => typeof value === 'string' && link.test(value))) return 'link';
  return 'text';
}
