import { useEffect, useMemo, useRef, useState } from 'react';
import { dayAt, isPlainDate, type PlainDate } from '../_shared/plain-date.ts';
import { isZone } from '../_shared/wall-time.ts';
import { rowsOf } from '../table/rows.ts';
import type { ComponentProps } from '../view.ts';
import type { calendar } from './definition.ts';
import { eventsOf, spanOf, type CalendarEvent, type Span } from './events.ts';
import { daysOf, step, type CalendarViewName } from './layout.ts';

/** How far an event is carried. */
export type Shift = { readonly id: string; readonly days: number; readonly minutes: number };

/** What the calendar shows and what can be done with it. A moved event is where it was put at once; new data, and an action that fails, decide again. */
export function useCalendar(calendarView: ComponentProps<typeof calendar>) {
  const { props, expose, emit, host, useMethods } = calendarView;
  const zone = props.zone !== undefined && isZone(props.zone) ? props.zone : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = dayAt(new Date(), zone);
  const begin = isPlainDate(props.date) ? props.date : today;
  const [day, setDay] = useState<PlainDate>(begin);
  useEffect(() => setDay(begin), [begin]);
  const [view, setView] = useState<CalendarViewName>(props.view);
  useEffect(() => setView(props.view), [props.view]);
  const rows = useMemo(() => rowsOf(props.events), [props.events]);
  const [moved, setMoved] = useState<ReadonlyMap<string, Span>>(new Map());
  useEffect(() => setMoved(new Map()), [rows]);
  const { event_key: key, title_field: title, start_field: start, end_field: end, tone_field: tone } = props;
  const events = useMemo(() => eventsOf(rows, { key, title, start, end, tone }, zone, moved), [rows, key, title, start, end, tone, zone, moved]);
  const first = firstDayOf(host.locale);
  const days = useMemo(() => daysOf(view, day, first), [view, day, first]);
  const [from = day, to = day] = [days[0], days.at(-1)];
  useEffect(() => expose({ view, date: day, from, to }), [view, day, from, to, expose]);
  const told = useRef(`${from} ${to}`);
  useEffect(() => {
    if (told.current === `${from} ${to}`) return;
    told.current = `${from} ${to}`;
    void emit('range', { from, to, view });
  }, [from, to, view, emit]);

  const select = (event: CalendarEvent): void => {
    expose({ selected_event: event.row, selected_key: event.key });
    void emit('select', { key: event.key, event: event.row });
  };
  const move = async ({ id, days: byDays, minutes }: Shift): Promise<void> => {
    const event = events.find((candidate) => candidate.id === id);
    if (!event || (byDays === 0 && minutes === 0)) return;
    const [before, after] = [spanOf(event, zone), spanOf(event, zone, byDays, minutes)];
    setMoved(new Map([...moved, [id, after]]));
    try {
      if ((props.move_action ?? '') !== '') await host.run(props.move_action ?? '', { key: event.key, ...after });
    } catch (error) {
      setMoved(moved);
      host.toast(error instanceof Error ? error.message : 'The event could not be moved.', 'problem');
      return;
    }
    await emit('move', { key: event.key, event: event.row, from: before, to: after });
  };
  const show = (date: string): void => {
    if (isPlainDate(date)) setDay(date);
  };
  const go = { next: () => setDay(step(view, day, 1)), previous: () => setDay(step(view, day, -1)), today: () => setDay(today) };
  useMethods({ ...go, show, set_view: (name: CalendarViewName) => setView(name), clear_selection: () => expose({ selected_event: null, selected_key: null }) });
  return { zone, today, day, view, setView, days, events, select, move, show, go };
}

/** The day with which a week begins where the person is; 0 for Sunday. */
function firstDayOf(locale: string): number {
  const { getWeekInfo } = Intl.Locale.prototype as Intl.Locale & { getWeekInfo?: () => { firstDay: number } };
  try {
    return (getWeekInfo?.call(new Intl.Locale(locale)).firstDay ?? 1) % 7;
  } catch {
    return 1;
  }
}
