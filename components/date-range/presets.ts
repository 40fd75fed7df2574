import { addDays, monthStart, type PlainDate } from '../_shared/plain-date.ts';

/** The usual ranges as seen from a day. Both ends belong to the range. */
export function presetsAt(today: PlainDate): { label: string; value: [PlainDate, PlainDate] }[] {
  return [
    { label: 'Today', value: [today, today] },
    { label: 'Last 7 days', value: [addDays(today, -6), today] },
    { label: 'Last 30 days', value: [addDays(today, -29), today] },
    { label: 'This month', value: [monthStart(today), addDays(monthStart(today, 1), -1)] },
    { label: 'Last month', value: [monthStart(today, -1), addDays(monthStart(today), -1)] },
    { label: 'This year', value: [`${today.slice(0, 4)}-01-01`, `${today.slice(0, 4)}-12-31`] },
  ];
}
