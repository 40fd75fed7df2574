/** A month as the address has it: `2026-05`. */
export type Month = string;

/** One field of the calendar; days of other months fill the first and the last week. */
export type CalendarField = { day: string; number: number; isInMonth: boolean };

const dayMs = 86_400_000;
const isoDay = (date: Date): string => date.toISOString().slice(0, 10);

/** The month of a moment in a zone. */
export const monthIn = (timezone: string, at: Date): Month => dayIn(timezone, at).slice(0, 7);
/** The day of a moment in a zone: `2026-05-01`. */
export const dayIn = (timezone: string, at: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** The month before or after; `step` may be negative. */
export function monthAfter(month: Month, step: number): Month {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + step);
  return isoDay(date).slice(0, 7);
}

/** The weeks of a month, Monday first. */
export function weeksOf(month: Month): CalendarField[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const start = first.getTime() - ((first.getUTCDay() + 6) % 7) * dayMs;
  const weeks: CalendarField[][] = [];
  for (let week = start; weeks.length === 0 || isoDay(new Date(week)).slice(0, 7) === month; week += 7 * dayMs) {
    weeks.push(Array.from({ length: 7 }, (_, index) => {
      const day = isoDay(new Date(week + index * dayMs));
      return { day, number: Number(day.slice(8)), isInMonth: day.startsWith(month) };
    }));
  }
  return weeks;
}

/** `May 2026`. */
export const nameOfMonth = (month: Month): string => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00:00Z`));
/** `Friday, 1 May`. */
export const nameOfDay = (day: string): string => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(`${day}T00:00:00Z`));
/** Whether a text of the address is a month. */
export const isMonth = (text: string | undefined): text is Month => /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '');
