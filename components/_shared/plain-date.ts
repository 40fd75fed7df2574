/**
 * Days without a time or zone, as `YYYY-MM-DD`. They are text and stay text: a `Date` in between would be midnight somewhere, and the day before
 * somewhere else.
 */
export type PlainDate = string;

const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether it is a day that exists. */
export function isPlainDate(value: unknown): value is PlainDate {
  const [, year = '', month = '', day = ''] = typeof value === 'string' ? (form.exec(value) ?? []) : [];
  return year !== '' && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

const written = (year: number, month: number, day: number): PlainDate =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** The day, so many days later. */
export function addDays(date: PlainDate, days: number): PlainDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const later = new Date(Date.UTC(year, month - 1, day + days));
  return written(later.getUTCFullYear(), later.getUTCMonth() + 1, later.getUTCDate());
}

/** Days from the first to the second. */
export const daysBetween = (start: PlainDate, end: PlainDate): number => Math.round((Date.parse(`${end}T00:00Z`) - Date.parse(`${start}T00:00Z`)) / 86_400_000);

/** The first day of the month that is so many months later. */
export function monthStart(date: PlainDate, months = 0): PlainDate {
  const [year = 0, month = 1] = date.split('-').map(Number);
  const all = year * 12 + month - 1 + months;
  return written(Math.floor(all / 12), (all % 12) + 1, 1);
}

/** The day that it is at a moment in a zone. */
export function dayAt(moment: Date, zone?: string): PlainDate {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(moment);
  const number = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return written(number('year'), number('month'), number('day'));
}

/** A day as people read it. */
export function formatDay(date: PlainDate, locale: string): string {
  return isPlainDate(date) ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`)) : date;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const daysAhead: ReadonlyMap<string, number> = new Map(Object.entries({ today: 0, tomorrow: 1, yesterday: -1 }));

/**
 * Reads a day as people type it: `2026-11-20`, `20.11.2026`, `20/11/2026`, `20 Nov 2026`, `today`, `tomorrow`, `+3`. `null` for what is none. With
 * slashes the month is first where it can be nothing else.
 */
export function parseDay(text: string, today: PlainDate): PlainDate | null {
  const given = text.trim().toLowerCase();
  if (isPlainDate(given)) return given;
  const days = daysAhead.get(given);
  if (days !== undefined) return addDays(today, days);
  if (/^[+-]\d{1,4}$/.test(given)) return addDays(today, Number(given));
  const [, first = '', second = '', year = ''] = /^(\d{1,2})[./\-\s]+(\d{1,2})[./\-\s]+(\d{4}|\d{2})$/.exec(given) ?? [];
  if (first !== '') {
    const inOrder = checked(fullYear(year), Number(second), Number(first));
    return inOrder ?? checked(fullYear(year), Number(first), Number(second));
  }
  const [, day = '', name = '', ofYear] = /^(\d{1,2})\.?\s+([a-z]{3,9})\.?(?:\s+(\d{4}|\d{2}))?$/.exec(given) ?? [];
  const month = months.indexOf(name.slice(0, 3)) + 1;
  return month === 0 ? null : checked(ofYear === undefined ? Number(today.slice(0, 4)) : fullYear(ofYear), month, Number(day));
}

const fullYear = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text));
const checked = (year: number, month: number, day: number): PlainDate | null => {
  const date = written(year, month, day);
  return isPlainDate(date) ? date : null;
};
