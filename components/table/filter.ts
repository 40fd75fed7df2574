import type { ColumnType, TableColumn } from './columns.ts';
import { compareValues, dateOf, isEmptyValue, numberOf, plainText } from './values.ts';

/** What can be asked of a value. */
export type FilterOp = 'contains' | 'not_contains' | 'eq' | 'neq' | 'starts_with' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'is_empty' | 'is_not_empty';
/** One condition of a filter. */
export type Condition = { readonly field: string; readonly op: FilterOp; readonly value?: unknown };
/** A filter as a `TableQuery` has it: conditions, and lists of them with `and` and `or`. */
export type FilterTree = Condition | { readonly and: readonly FilterTree[] } | { readonly or: readonly FilterTree[] };

/** Words of each operator. */
export const opWords: Readonly<Record<FilterOp, string>> = {
  contains: 'contains',
  not_contains: 'does not contain',
  eq: 'is',
  neq: 'is not',
  starts_with: 'begins with',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is more than',
  gte: 'is at least',
  in: 'is one of',
  is_empty: 'is empty',
  is_not_empty: 'is not empty',
};

const texts: readonly FilterOp[] = ['contains', 'not_contains', 'eq', 'neq', 'starts_with', 'is_empty', 'is_not_empty'];
const numbers: readonly FilterOp[] = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'is_empty', 'is_not_empty'];

/** What can be asked of a column of this type, the usual question first. */
export function opsOf(type: ColumnType): readonly FilterOp[] {
  if (type === 'boolean') return ['eq', 'is_empty', 'is_not_empty'];
  if (type === 'tag') return ['in', 'eq', 'neq', 'is_empty', 'is_not_empty'];
  if (type === 'date' || type === 'datetime') return ['gte', 'lte', 'eq', 'is_empty', 'is_not_empty'];
  if (type === 'id' || type === 'number' || type === 'currency' || type === 'percent' || type === 'duration' || type === 'progress') return numbers;
  return texts;
}

/** Whether an operator asks for a value. */
export const needsValue = (op: FilterOp): boolean => op !== 'is_empty' && op !== 'is_not_empty';

/** The conditions that hold something to compare with: one that is being written changes nothing yet. */
export const completeConditions = (conditions: readonly Condition[]): readonly Condition[] =>
  conditions.filter(({ op, value }) => !needsValue(op) || (Array.isArray(value) ? value.length > 0 : !isEmptyValue(value)));

/** Conditions as the tree that a query has; `null` for none. */
export function treeOf(conditions: readonly Condition[]): FilterTree | null {
  const complete = completeConditions(conditions);
  return complete.length === 0 ? null : { and: complete };
}

/** The conditions of a tree that this table made: those of another shape are none of its own. */
export function conditionsOf(tree: unknown): readonly Condition[] {
  const parts = (tree as { and?: unknown } | null)?.and;
  if (!Array.isArray(parts)) return [];
  return parts.filter((part): part is Condition => typeof part === 'object' && part !== null && 'field' in part && 'op' in part);
}

/** Whether a value meets a condition. Texts are compared without case, dates by day where the condition names a day. */
export function meets(value: unknown, { op, value: wanted }: Condition, type: ColumnType, locale: string): boolean {
  switch (op) {
    case 'is_empty':
      return isEmptyValue(value) || (Array.isArray(value) && value.length === 0);
    case 'is_not_empty':
      return !meets(value, { field: '', op: 'is_empty' }, type, locale);
    case 'contains':
      return textOf(value).includes(textOf(wanted));
    case 'not_contains':
      return !textOf(value).includes(textOf(wanted));
    case 'starts_with':
      return textOf(value).startsWith(textOf(wanted));
    case 'in':
      return (Array.isArray(wanted) ? wanted : [wanted]).some((one: unknown) => isSameValue(value, one, type));
    case 'eq':
      return isSameValue(value, wanted, type);
    case 'neq':
      return !isSameValue(value, wanted, type);
    default:
      return isOrdered(value, op, wanted, type, locale);
  }
}

function isOrdered(value: unknown, op: 'lt' | 'lte' | 'gt' | 'gte', wanted: unknown, type: ColumnType, locale: string): boolean {
  if (isEmptyValue(value) || isEmptyValue(wanted)) return false;
  const order = isDate(type) ? dayOf(value).localeCompare(dayOf(wanted)) : compareValues(value, wanted, type, locale);
  if (op === 'lt') return order < 0;
  if (op === 'lte') return order <= 0;
  return op === 'gt' ? order > 0 : order >= 0;
}

function isSameValue(value: unknown, wanted: unknown, type: ColumnType): boolean {
  if (Array.isArray(value)) return value.some((one: unknown) => isSameValue(one, wanted, type));
  if (isDate(type) && !isEmptyValue(value)) return dayOf(value) === dayOf(wanted);
  const [number, wantedNumber] = [numberOf(value), numberOf(wanted)];
  if (number !== null && wantedNumber !== null) return number === wantedNumber;
  return textOf(value) === textOf(wanted);
}

const isDate = (type: ColumnType): boolean => type === 'date' || type === 'datetime';
const textOf = (value: unknown): string => plainText(value).toLowerCase();

function dayOf(value: unknown): string {
  const date = dateOf(value);
  if (!date) return plainText(value);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** A condition in words, for the chip that shows it. */
export function conditionText({ op, value }: Condition, column: Pick<TableColumn, 'title'>): string {
  const shown = Array.isArray(value) ? value.map(plainText).join(', ') : value === true ? 'yes' : value === false ? 'no' : plainText(value);
  return needsValue(op) ? `${column.title} ${opWords[op]} ${shown}` : `${column.title} ${opWords[op]}`;
}
