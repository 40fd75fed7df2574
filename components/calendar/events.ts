import { addDays, daysBetween, isPlainDate, type PlainDate } from '../_shared/plain-date.ts';
import { instantOf, wallAt } from '../_shared/wall-time.ts';
import { keyedRows, type Row, type RowKey } from '../table/rows.ts';

/** How a time was written, and how it is written back: a day, a moment, or a clock time without a zone. */
type Form = 'day' | 'instant' | 'wall';
/** A day and the minute of it, as the clock of the zone shows them. */
export type Place = { readonly day: PlainDate; readonly minute: number };

/** An event as the calendar draws it; `last` is the last day on which it is. */
export type CalendarEvent = {
  readonly id: string;
  readonly key: RowKey;
  readonly row: Row;
  readonly title: string;
  readonly tone: string;
  readonly form: Form;
  readonly start: Place;
  readonly end: Place;
  readonly last: PlainDate;
  /** Of all day, or over several: a bar and not a time. */
  readonly isBar: boolean;
};

/** Which fields of a row are what. */
export type EventFields = { readonly key: string; readonly title: string; readonly start: string; readonly end: string; readonly tone?: string | undefined };
/** Begin and end as they are written. */
export type Span = { readonly start: string; readonly end: string };

const usualMinutes = 60;
const tones = new Set(['neutral', 'accent', 'success', 'warning', 'danger', 'info']);
const wallForm = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/;

const momentForm = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})$/i;

/** The events of rows, in the order of their times. A row without a begin that can be read is left out. `moved` has new times by id. */
export function eventsOf(rows: readonly Row[], fields: EventFields, zone: string, moved: ReadonlyMap<string, Span> = new Map()): CalendarEvent[] {
  return keyedRows(rows, fields.key)
    .flatMap(({ id, key, row }) => {
      const span = moved.get(id);
      const begin = placeOf(span?.start ?? row[fields.start], zone);
      if (!begin) return [];
      const given = placeOf(span?.end ?? row[fields.end], zone);
      const end = given && comparePlaces(given.place, begin.place) >= 0 ? given.place : usualEnd(begin.form, begin.place);
      const isAllDay = begin.form === 'day';
      // What ends at midnight was on until the day before.
      const last = !isAllDay && end.minute === 0 && end.day > begin.place.day ? addDays(end.day, -1) : end.day;
      const title = row[fields.title];
      const tone = fields.tone === undefined ? '' : String(row[fields.tone]);
      const event: CalendarEvent = {
        id,
        key,
        row,
        title: title === null || title === undefined || title === '' ? String(key) : String(title),
        tone: tones.has(tone) ? tone : 'accent',
        form: begin.form,
        start: begin.place,
        end,
        last,
        isBar: isAllDay || last > begin.place.day,
      };
      return [event];
    })
    .toSorted((one, other) => comparePlaces(one.start, other.start) || Number(other.isBar) - Number(one.isBar) || one.title.localeCompare(other.title));
}

export const comparePlaces = (one: Place, other: Place): number => (one.day === other.day ? one.minute - other.minute : one.day < other.day ? -1 : 1);

const usualEnd = (form: Form, start: Place): Place => (form === 'day' ? start : shifted(start, 0, usualMinutes));

/** What a value of a row says, on the clock of the zone; `null` where it says no time. */
function placeOf(value: unknown, zone: string): { form: Form; place: Place } | null {
  if (isPlainDate(value)) return { form: 'day', place: { day: value, minute: 0 } };
  const [, day = '', hour = '', minute = ''] = typeof value === 'string' ? (wallForm.exec(value.trim()) ?? []) : [];
  if (isPlainDate(day) && Number(hour) < 24 && Number(minute) < 60) return { form: 'wall', place: { day, minute: Number(hour) * 60 + Number(minute) } };
  const isMoment = typeof value === 'number' || (typeof value === 'string' && momentForm.test(value.trim()));
  if (!isMoment) return null;
  const wall = Number.isNaN(new Date(value).getTime()) ? null : wallAt(new Date(value).toISOString(), zone);
  return wall === null ? null : { form: 'instant', place: { day: wall.slice(0, 10), minute: Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16)) } };
}

/** A place so many days and minutes later. */
export function shifted({ day, minute }: Place, days: number, minutes: number): Place {
  const all = minute + minutes;
  const over = Math.floor(all / 1440);
  return { day: addDays(day, days + over), minute: all - over * 1440 };
}

/** Begin and end of an event as they were written, so many days and minutes later. Days stay days, and a moment keeps the time that the clock shows. */
export function spanOf(event: Pick<CalendarEvent, 'form' | 'start' | 'end'>, zone: string, days = 0, minutes = 0): Span {
  const by = event.form === 'day' ? 0 : minutes;
  const [start, end] = [shifted(event.start, days, by), shifted(event.end, days, by)];
  return { start: written(start, event.form, zone), end: written(end, event.form, zone) };
}

/** A place as it is written: a day, a moment in UTC, or a clock time. */
export function written({ day, minute }: Place, form: Form, zone: string): string {
  if (form === 'day') return day;
  const wall = `${day} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
  return form === 'wall' ? wall.replace(' ', 'T') : (instantOf(wall, zone) ?? wall);
}

/** Whether an event is on a day. */
export const isOn = ({ start, last }: CalendarEvent, day: PlainDate): boolean => start.day <= day && day <= last;

/** How many days an event is on. */
export const lengthOf = ({ start, last }: CalendarEvent): number => daysBetween(start.day, last) + 1;
