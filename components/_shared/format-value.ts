import { formatNumber } from './numbers.ts';
import { formatDay, isPlainDate } from './plain-date.ts';

/** How a value is shown where the data alone does not say. */
export const valueFormats = ['text', 'number', 'currency', 'percent', 'compact', 'boolean', 'date', 'datetime', 'duration', 'link', 'json'] as const;
/** One of {@link valueFormats}. */
export type ValueFormat = (typeof valueFormats)[number];

type Options = {
  readonly format?: ValueFormat | undefined;
  readonly currency?: string | undefined;
  readonly decimals?: number | undefined;
  readonly locale: string;
};

/** A value as text that people read; `null` where there is none. What does not fit its format is shown as it is. */
export function formatValue(value: unknown, { format: asked, currency, decimals, locale }: Options): string | null {
  if (value === null || value === undefined || value === '') return null;
  // Whole numbers of which nothing is said are numbers of something, such as an order.
  if (asked === undefined && Number.isInteger(value)) return String(value);
  const format = asked ?? formatOf(value);
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  const numeric = { number: 'decimal', currency: 'currency', percent: 'percent', compact: 'compact' } as const;
  if (format in numeric)
    return Number.isFinite(number) ? formatNumber(number, { kind: numeric[format as keyof typeof numeric], currency, decimals }, locale) : plain(value);
  if (format === 'boolean') return value === true || value === 'true' ? 'Yes' : value === false || value === 'false' ? 'No' : plain(value);
  if (format === 'duration') return Number.isFinite(number) ? formatDuration(number) : plain(value);
  if (format === 'date') return isPlainDate(value) ? formatDay(value, locale) : momentText(value, { dateStyle: 'medium' }, locale);
  if (format === 'datetime') return momentText(value, { dateStyle: 'medium', timeStyle: 'short' }, locale);
  return plain(value);
}

/** The format that a value has by itself. */
export function formatOf(value: unknown): ValueFormat {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'object' && value !== null) return 'json';
  if (isPlainDate(value)) return 'date';
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) && !Number.isNaN(Date.parse(value))) return 'datetime';
  return typeof value === 'string' && /^https:\/\/\S+$/.test(value) ? 'link' : 'text';
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function momentText(value: unknown, options: Intl.DateTimeFormatOptions, locale: string): string {
  const moment = typeof value === 'number' || typeof value === 'string' ? new Date(value) : null;
  return moment && !Number.isNaN(moment.getTime()) ? new Intl.DateTimeFormat(locale, options).format(moment) : plain(value);
}

/** Milliseconds as people read them: `420 ms`, `1.2 s`, `3 min 4 s`, `2 h 5 min`. */
function formatDuration(milliseconds: number): string {
  if (Math.abs(milliseconds) < 1000) return `${Math.round(milliseconds)} ms`;
  if (Math.abs(milliseconds) < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
