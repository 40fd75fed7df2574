import type { TableColumn } from './columns.ts';
import type { Row } from './rows.ts';

/** The value of a field; `customer.name` reads into objects where there is no field of that name. */
export function fieldValue(row: Row, field: string): unknown {
  if (Object.hasOwn(row, field)) return row[field];
  if (!field.includes('.')) return undefined;
  let value: unknown = row;
  for (const part of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Row)[part];
  }
  return value;
}

/** Nothing that could be shown. */
export const isEmptyValue = (value: unknown): boolean => value === null || value === undefined || value === '';

/** A value as a number, from what may be a number in a text. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A value as a moment. A plain date is a day, whatever the zone: it is taken at noon, so that no zone makes another day of it. */
export function dateOf(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  const number = typeof value === 'number' ? value : null;
  if (number === null && typeof value !== 'string') return null;
  const text = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T12:00:00` : value;
  // Seconds and milliseconds are told apart by size, as all tools do.
  const date = new Date(number === null ? String(text) : Math.abs(number) < 1e11 ? number * 1000 : number);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** A value as text, for search, copying and what has no type of its own. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function made<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => Format): Format {
  const known = (formats.get(key) as Format | undefined) ?? make();
  formats.set(key, known);
  return known;
}

const numberFormat = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  made(`n ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  made(`d ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));

const digits = (decimals: number | undefined): Intl.NumberFormatOptions =>
  decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };

/** A number of milliseconds as people read it. */
export function durationText(milliseconds: number): string {
  const value = Math.abs(milliseconds);
  const sign = milliseconds < 0 ? '-' : '';
  if (value < 1000) return `${sign}${Math.round(value)} ms`;
  const seconds = value / 1000;
  if (seconds < 60) return `${sign}${Number(seconds.toFixed(1))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes} min ${Math.round(seconds % 60)} s`;
  return minutes < 1440
    ? `${sign}${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${sign}${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

type Looks = Pick<TableColumn, 'type' | 'currency' | 'decimals' | 'tags'>;

/** A value in the words of its column. What does not fit the type is shown as it is, never as nothing. */
export function cellText(value: unknown, { type, currency, decimals, tags }: Looks, locale: string): string {
  if (isEmptyValue(value)) return '';
  if (type === 'number' || type === 'currency' || type === 'percent' || type === 'progress' || type === 'duration') {
    const number = numberOf(value);
    return number === null ? plainText(value) : numberText(number, { type, currency, decimals }, locale);
  }
  if (type === 'date' || type === 'datetime') {
    const date = dateOf(value);
    if (!date) return plainText(value);
    return dateFormat(locale, type === 'date' ? { dateStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' }).format(date);
  }
  if (type === 'boolean') return value === true || value === 'true' ? 'Yes' : value === false || value === 'false' ? 'No' : plainText(value);
  if (type === 'tag')
    return (Array.isArray(value) ? value : [value]).map((one: unknown) => tags?.find((tag) => tag.value === one)?.label ?? plainText(one)).join(', ');
  return plainText(value);
}

/** A number in the words of a column. `percent` is a share: 0.25 is 25 %. */
export function numberText(number: number, { type, currency, decimals }: Looks, locale: string): string {
  if (type === 'currency') return currencyText(number, currency ?? 'EUR', decimals, locale);
  if (type === 'percent') return numberFormat(locale, { style: 'percent', maximumFractionDigits: 1, ...digits(decimals) }).format(number);
  if (type === 'progress') return `${Math.round(number)} %`;
  if (type === 'duration') return durationText(number);
  return numberFormat(locale, decimals === undefined ? { maximumFractionDigits: 6 } : digits(decimals)).format(number);
}

function currencyText(number: number, currency: string, decimals: number | undefined, locale: string): string {
  try {
    return numberFormat(locale, { style: 'currency', currency, ...digits(decimals) }).format(number);
  } catch {
    return `${numberFormat(locale, digits(decimals ?? 2)).format(number)} ${currency}`;
  }
}

const collators = new Map<string, Intl.Collator>();
function collator(locale: string): Intl.Collator {
  const known = collators.get(locale) ?? new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  collators.set(locale, known);
  return known;
}

/** Which of two values stands first. What is empty is last in both directions, which is up to the caller. */
export function compareValues(one: unknown, other: unknown, type: TableColumn['type'], locale: string): number {
  if (type === 'date' || type === 'datetime') {
    const [first, second] = [dateOf(one), dateOf(other)];
    if (first && second) return first.getTime() - second.getTime();
  }
  const [first, second] = [numberOf(one), numberOf(other)];
  if (first !== null && second !== null) return first - second;
  return collator(locale).compare(plainText(one), plainText(other));
}
