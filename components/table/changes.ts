import type { TableColumn } from './columns.ts';
import type { Row, RowKey, TableRow } from './rows.ts';
import { isEmptyValue, numberOf, plainText } from './values.ts';

/** What a person changed and did not save yet, by the keys of rows. */
export type Changes = {
  readonly inserted: readonly Row[];
  readonly updated: Readonly<Record<string, Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>>>;
  readonly deleted: readonly RowKey[];
};

export const noChanges: Changes = { inserted: [], updated: {}, deleted: [] };

/** Changes of whatever a state holds before the first one. */
export const changesOf = (value: unknown): Changes => {
  const { inserted, updated, deleted } = (value ?? {}) as Partial<Changes>;
  return { inserted: inserted ?? [], updated: updated ?? {}, deleted: deleted ?? [] };
};

/** How many rows are changed. */
export const countChanges = ({ inserted, updated, deleted }: Changes): number => inserted.length + Object.keys(updated).length + deleted.length;

const newId = (index: number): string => `new:${index}`;
const newIndex = (id: string): number => Number(id.slice('new:'.length));

/** New rows as the table draws them, before all others. */
export const insertedRows = ({ inserted }: Changes): readonly TableRow[] =>
  inserted.map((row, index) => ({ id: newId(index), key: newId(index), row, isNew: true }));

/** A row with what was changed of it. */
export function changedRow({ updated }: Changes, { key, row, isNew }: Pick<TableRow, 'key' | 'row' | 'isNew'>): Row {
  const own = isNew ? undefined : updated[String(key)];
  return own ? { ...row, ...Object.fromEntries(Object.entries(own).map(([field, { to }]) => [field, to])) } : row;
}

/** A cell was given a value. One that gets its first value back is no change any more. */
export function editCell(changes: Changes, { id, key, row, isNew }: TableRow, field: string, to: unknown): Changes {
  if (isNew) return { ...changes, inserted: changes.inserted.map((inserted, index) => (newId(index) === id ? { ...inserted, [field]: to } : inserted)) };
  const name = String(key);
  const { [field]: _before, ...others } = changes.updated[name] ?? {};
  const from = row[field] ?? null;
  const own = isSameJson(from, to) ? others : { ...others, [field]: { from, to } };
  const { [name]: _own, ...rest } = changes.updated;
  return { ...changes, updated: Object.keys(own).length === 0 ? rest : { ...rest, [name]: own } };
}

/** Adds an empty row. */
export const addRow = (changes: Changes, row: Row = {}): Changes => ({ ...changes, inserted: [row, ...changes.inserted] });

/** Marks a row as deleted, or takes the mark away again. A row that was new is gone at once. */
export function toggleDeleted(changes: Changes, { id, key, isNew }: TableRow): Changes {
  if (isNew) return { ...changes, inserted: changes.inserted.toSpliced(newIndex(id), 1) };
  const isDeleted = changes.deleted.includes(key);
  return { ...changes, deleted: isDeleted ? changes.deleted.filter((other) => other !== key) : [...changes.deleted, key] };
}

/** Values that are missing in changed rows, by the id of the row: they are asked for before anything is sent. */
export function missingValues(rows: readonly TableRow[], columns: readonly TableColumn[], changes: Changes): Readonly<Record<string, string>> {
  const required = columns.filter((column) => column.is_required === true);
  const touched = rows.filter(({ isNew, key }) => isNew || Object.hasOwn(changes.updated, String(key)));
  return Object.fromEntries(
    touched.flatMap((row) => {
      const missing = required.filter(({ field }) => isEmptyValue(changedRow(changes, row)[field]));
      return missing.length === 0 ? [] : [[row.id, `${missing.map(({ title }) => title).join(', ')} must not be empty.`]];
    }),
  );
}

/** What was typed, as a value of the column; `problem` says in words why it is none. */
export function valueOfText(text: string, { type }: Pick<TableColumn, 'type'>): { value: unknown; problem: string | null } {
  const trimmed = text.trim();
  switch (type) {
    case 'number':
    case 'currency':
    case 'percent':
    case 'progress':
    case 'duration': {
      if (trimmed === '') return { value: null, problem: null };
      const isPercent = type === 'percent' && trimmed.endsWith('%');
      const number = numberOf(
        trimmed
          .replace(/[\s\u00a0\u202f]/g, '')
          .replace(/%$/, '')
          .replace(/^([^.]*),(\d+)$/, '$1.$2'),
      );
      return number === null ? { value: null, problem: 'This is not a number.' } : { value: isPercent ? number / 100 : number, problem: null };
    }
    case 'id':
      // Zeros in front belong to a code: it stays a text, as does what is too long to be a number exactly.
      return { value: trimmed === '' ? null : /^(0|[1-9]\d{0,14})$/.test(trimmed) ? Number(trimmed) : trimmed, problem: null };
    case 'boolean':
      return { value: /^(true|yes|y|1|x)$/i.test(trimmed), problem: null };
    case 'date':
    case 'datetime':
      if (trimmed === '') return { value: null, problem: null };
      return Number.isNaN(Date.parse(trimmed)) ? { value: null, problem: 'This is not a date.' } : { value: trimmed, problem: null };
    case 'json':
      return jsonOf(trimmed);
    default:
      return { value: text, problem: null };
  }
}

function jsonOf(text: string): { value: unknown; problem: string | null } {
  if (text === '') return { value: null, problem: null };
  try {
    return { value: JSON.parse(text) as unknown, problem: null };
  } catch {
    return { value: null, problem: 'This is not JSON.' };
  }
}

/** A value as the text that is edited. */
export const textOfValue = (value: unknown): string => plainText(value);

/** What a save answered about single rows, by their keys. */
export function rowErrors(answer: unknown): Readonly<Record<string, string>> {
  const errors = (answer as { errors?: unknown } | null | undefined)?.errors;
  if (typeof errors !== 'object' || errors === null) return {};
  return Object.fromEntries(Object.entries(errors).flatMap(([key, message]) => (isEmptyValue(message) ? [] : [[key, plainText(message)]])));
}

/** Whether a save says that nothing was kept, since one row was refused. */
export const isAllRefused = (answer: unknown): boolean => (answer as { is_saved?: unknown } | null | undefined)?.is_saved === false;

/** What is left after a save: the changes of the rows that were refused, with the reasons by the ids that those rows have now. */
export function refusedChanges(
  changes: Changes,
  errors: Readonly<Record<string, string>>,
  rowKey: string,
): { changes: Changes; newErrors: Readonly<Record<string, string>> } {
  const errorOf = (key: unknown): string | undefined => (typeof key === 'string' || typeof key === 'number' ? errors[String(key)] : undefined);
  const refused = changes.inserted.flatMap((row, index) => {
    const message = errorOf(newId(index)) ?? errorOf(row[rowKey]);
    return message === undefined ? [] : [{ row, message }];
  });
  return {
    changes: {
      inserted: refused.map(({ row }) => row),
      updated: Object.fromEntries(Object.entries(changes.updated).filter(([key]) => errorOf(key) !== undefined)),
      deleted: changes.deleted.filter((key) => errorOf(key) !== undefined),
    },
    newErrors: Object.fromEntries(refused.map(({ message }, index) => [newId(index), message])),
  };
}

const isSameJson = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
