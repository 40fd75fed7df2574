import type { AppValue } from '../../../../backend/apps/app.contract.ts';
import type { Field } from './fields.ts';

/** One thing of a list: a column, an option, a tab. */
export type Item = { [name: string]: AppValue };

export const isItem = (value: AppValue): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

const titleNames = ['title', 'label', 'field', 'key', 'id', 'value', 'name'];

/** What a list calls one of its things. */
export function titleOfItem(item: Item, index: number): string {
  const named = titleNames.map((name) => item[name]).find((value) => value !== undefined && value !== null && value !== '' && typeof value !== 'object');
  return named === undefined ? `Number ${index + 1}` : String(named);
}

/** A new thing of a list: what it needs is filled in, and what tells things apart is another one than those that are there. */
export function newItem(fields: readonly Field[], items: readonly Item[]): Item {
  const entries = fields.filter(({ isRequired }) => isRequired).map((field): [string, AppValue] => [field.name, firstValue(field, items)]);
  return Object.fromEntries(entries);
}

function firstValue({ name, label, kind, choices, fallback }: Field, items: readonly Item[]): AppValue {
  if (fallback !== undefined) return fallback as AppValue;
  if (kind === 'number') return 0;
  if (kind === 'boolean') return false;
  if (kind === 'choice') return choices[0] ?? null;
  if (kind === 'items' || kind === 'columns' || kind === 'options') return [];
  const taken = new Set(items.map((item) => item[name]));
  const stem = name === 'title' || name === 'label' ? label : name;
  let number = items.length + 1;
  while (taken.has(`${stem}${number}`)) number += 1;
  return name === 'title' || name === 'label' ? `${label.charAt(0).toUpperCase()}${label.slice(1)} ${number}` : `${stem}${number}`;
}

/** An item with a value changed; without one where it is taken away. */
export function withField(item: Item, name: string, value: AppValue | undefined): Item {
  const { [name]: _before, ...others } = item;
  return value === undefined || value === '' ? others : { ...item, [name]: value };
}
