import { addDays, daysBetween, monthStart, type PlainDate } from '../_shared/plain-date.ts';
import { isOn, lengthOf, type CalendarEvent } from './events.ts';

/** What a calendar shows. */
export type CalendarViewName = 'month' | 'week' | 'day' | 'agenda';
const agendaDays = 30;

const weekDay = (day: PlainDate): number => ((daysBetween('2026-11-15', day) % 7) + 7) % 7;

/** The first day of the week of a day; `first` is 0 for Sunday. */
export const weekStart = (day: PlainDate, first: number): PlainDate => addDays(day, -((weekDay(day) - first + 7) % 7));

/** The days that a view shows around a day: whole weeks for a month. */
export function daysOf(view: CalendarViewName, day: PlainDate, first: number): PlainDate[] {
  if (view === 'day') return [day];
  if (view === 'agenda') return run(day, agendaDays);
  if (view === 'week') return run(weekStart(day, first), 7);
  const begin = weekStart(monthStart(day), first);
  const weeks = Math.ceil((daysBetween(begin, monthStart(day, 1)) + 0) / 7);
  return run(begin, weeks * 7);
}

const run = (begin: PlainDate, count: number): PlainDate[] => Array.from({ length: count }, (_unused, index) => addDays(begin, index));

/** The day around which the next or the one before is shown. */
export function step(view: CalendarViewName, day: PlainDate, by: 1 | -1): PlainDate {
  if (view === 'month') return monthStart(day, by);
  return addDays(day, by * (view === 'week' ? 7 : view === 'day' ? 1 : agendaDays));
}

/** An event on one day of a week, in the lane that it keeps through the week. */
export type Piece = { readonly event: CalendarEvent; readonly isFirst: boolean; readonly isLast: boolean };
/** For each day of a week its lanes, from above; an empty lane is `null`. */
export type Lanes = readonly (readonly (Piece | null)[])[];

/** Puts the events of a week into lanes, so that one over several days is at the same height on all of them. Long ones lie above. */
export function lanesOf(events: readonly CalendarEvent[], week: readonly PlainDate[]): Lanes {
  const lanes: (Piece | null)[][] = week.map(() => []);
  const shown = events.filter((event) => week.some((day) => isOn(event, day)));
  const ordered = [...shown.filter(({ isBar }) => isBar).toSorted((one, other) => lengthOf(other) - lengthOf(one)), ...shown.filter(({ isBar }) => !isBar)];
  for (const event of ordered) {
    const on = week.flatMap((day, index) => (isOn(event, day) ? [index] : []));
    let lane = 0;
    while (on.some((index) => (lanes[index]?.[lane] ?? null) !== null)) lane += 1;
    for (const index of on) {
      const list = lanes[index] ?? [];
      while (list.length < lane) list.push(null);
      list[lane] = { event, isFirst: event.start.day === week[index], isLast: event.last === week[index] };
    }
  }
  return lanes;
}

/** A timed event on a day: beside which others it stands. */
export type Block = { readonly event: CalendarEvent; readonly from: number; readonly to: number; readonly column: number; readonly columns: number };

const shortest = 30;

/** Puts the timed events of a day beside each other where they overlap. */
export function blocksOf(events: readonly CalendarEvent[], day: PlainDate): Block[] {
  const timed = events
    .filter((event) => !event.isBar && event.start.day === day)
    .map((event) => {
      const from = event.start.minute;
      const end = event.end.day > day ? 1440 : event.end.minute;
      return { event, from, to: Math.min(1440, Math.max(end, from + shortest)) };
    });
  const blocks: Block[] = [];
  let group: typeof timed = [];
  let groupEnd = 0;
  const close = (): void => {
    const ends: number[] = [];
    const placed = group.map((one) => {
      const free = ends.findIndex((end) => end <= one.from);
      const column = free < 0 ? ends.length : free;
      ends[column] = one.to;
      return { ...one, column };
    });
    blocks.push(...placed.map((one) => ({ ...one, columns: ends.length })));
    group = [];
  };
  for (const one of timed) {
    if (group.length > 0 && one.from >= groupEnd) close();
    group.push(one);
    groupEnd = Math.max(group.length === 1 ? 0 : groupEnd, one.to);
  }
  if (group.length > 0) close();
  return blocks;
}

/** The hours that are shown: those that are asked for, and more where something lies outside of them. */
export function hoursOf(blocks: readonly Block[], first: number, last: number): { first: number; last: number } {
  const begin = Math.min(first, ...blocks.map(({ from }) => Math.floor(from / 60)));
  return { first: begin, last: Math.max(last, begin + 1, ...blocks.map(({ to }) => Math.ceil(to / 60))) };
}
