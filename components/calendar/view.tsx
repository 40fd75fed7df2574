import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { DragArea, type Dropped } from '../_shared/drag/drag.tsx';
import { addDays, daysBetween, formatDay, type PlainDate } from '../_shared/plain-date.ts';
import type { ComponentProps } from '../view.ts';
import { Agenda } from './Agenda.tsx';
import classes from './calendar.module.css';
import { CalendarProvider } from './calendar-context.ts';
import type { calendar } from './definition.ts';
import { shifted, type CalendarEvent } from './events.ts';
import type { CalendarViewName } from './layout.ts';
import { Month } from './Month.tsx';
import { hourPixels, TimeGrid } from './TimeGrid.tsx';
import { useCalendar, type Shift } from './useCalendar.ts';

const viewNames = [
  { value: 'month', label: 'Month' },
  { value: 'week', label: 'Week' },
  { value: 'day', label: 'Day' },
  { value: 'agenda', label: 'List' },
] as const;
const stepMinutes = 15;

/** Events on days. By mouse or finger they are dragged; by keys Space picks one up, arrows move it, Space puts it down and Escape leaves it where it was. */
export function CalendarView(view: ComponentProps<typeof calendar>): ReactNode {
  const { props, state, emit, host, isEditing } = view;
  const model = useCalendar(view);
  const title = useId();
  const element = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Shift | null>(null);
  const [said, setSaid] = useState('');
  const mayMove = props.is_movable && !props.disabled && !isEditing;
  const events = useMemo(
    () => (held ? model.events.map((event) => (event.id === held.id ? carried(event, held) : event)) : model.events),
    [model.events, held],
  );
  useEffect(() => {
    if (held) element.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(held.id)}"]`)?.focus();
  }, [held]);
  const onKey = (event: KeyboardEvent, of: CalendarEvent): void => {
    if (!mayMove) return;
    if (event.key === ' ' && !held) {
      setHeld({ id: of.id, days: 0, minutes: 0 });
      setSaid('Picked up. Arrows move it, Space puts it down, Escape leaves it where it was.');
    } else if (held?.id === of.id && (event.key === ' ' || event.key === 'Enter')) {
      setHeld(null);
      void model.move(held);
      setSaid(`Put down on ${formatDay(of.start.day, host.locale)}.`);
    } else if (held?.id === of.id && event.key === 'Escape') {
      setHeld(null);
      setSaid('Left where it was.');
    } else if (held?.id === of.id && event.key.startsWith('Arrow')) {
      const isTurned = getComputedStyle(event.currentTarget).direction === 'rtl';
      const next = arrowShift(held, event.key, model.view, isTurned, of.form === 'day');
      const day = addDays(of.start.day, next.days - held.days);
      setHeld(next);
      if (!model.days.includes(day)) model.show(day);
      setSaid(`${formatDay(day, host.locale)} ${timeText(shifted(of.start, 0, next.minutes - held.minutes).minute, host.locale)}`);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrop = ({ id, over, moved }: Dropped): void => {
    const { eventId, grabbed } = partOf(id);
    const event = model.events.find((candidate) => candidate.id === eventId);
    if (!event) return;
    const isTimed = (model.view === 'week' || model.view === 'day') && !event.isBar;
    const minutes = isTimed ? Math.round(((moved.y / hourPixels) * 60) / stepMinutes) * stepMinutes : 0;
    void model.move({ id: eventId, days: daysBetween(grabbed === '' ? event.start.day : grabbed, over), minutes });
  };
  const context = {
    events,
    days: model.days,
    day: model.day,
    today: model.today,
    zone: model.zone,
    locale: host.locale,
    mayMove,
    isEditing,
    heldId: held?.id ?? null,
    selectedKey: state.selected_key,
    onKey,
    onSelect: (event: CalendarEvent) => !held && model.select(event),
    onLeave: (id: string) => held?.id === id && setHeld((now) => (now && now.id === id && !element.current?.contains(document.activeElement) ? null : now)),
    onPick: (start: string, isAllDay: boolean) => !isEditing && void emit('pick', { start, is_all_day: isAllDay }),
    onMore: (date: PlainDate) => {
      model.show(date);
      model.setView('day');
    },
  };
  return (
    <div role="group" className={classes.frame} aria-labelledby={title} aria-busy={props.loading || undefined} inert={props.disabled || undefined}>
      <header className={classes.head}>
        <div className={classes.go}>
          <ActionIcon variant="default" aria-label="Before" tabIndex={isEditing ? -1 : undefined} onClick={model.go.previous}>
            <IconChevronLeft aria-hidden className={classes.turned} />
          </ActionIcon>
          <Button size="xs" variant="default" tabIndex={isEditing ? -1 : undefined} onClick={model.go.today}>
            Today
          </Button>
          <ActionIcon variant="default" aria-label="Next" tabIndex={isEditing ? -1 : undefined} onClick={model.go.next}>
            <IconChevronRight aria-hidden className={classes.turned} />
          </ActionIcon>
        </div>
        <h3 id={title} className={classes.title} aria-live="polite">
          <bdi>{titleText(model.view, model.days, model.day, host.locale)}</bdi>
          <span className={classes.said}>, {props.label}</span>
        </h3>
        <SegmentedControl
          size="xs"
          aria-label="View"
          data={viewNames.map((one) => ({ ...one }))}
          value={model.view}
          disabled={isEditing}
          onChange={(name) => model.setView(name as CalendarViewName)}
        />
      </header>
      <div ref={element} className={classes.body} data-busy={props.loading || undefined}>
        <CalendarProvider value={context}>
          <DragArea
            onDrop={onDrop}
            ghost={(id) => <span className={classes.ghost}>{model.events.find((event) => event.id === partOf(id).eventId)?.title}</span>}
          >
            {model.view === 'month' && <Month />}
            {(model.view === 'week' || model.view === 'day') && <TimeGrid firstHour={props.first_hour} lastHour={props.last_hour} />}
            {model.view === 'agenda' && <Agenda emptyText={props.loading ? 'Loading…' : props.empty_text} />}
          </DragArea>
        </CalendarProvider>
      </div>
      <p className={classes.said} role="status">
        {said}
      </p>
    </div>
  );
}

/** Which event is dragged, and on which of its days it was grabbed. */
function partOf(id: string): { eventId: string; grabbed: string } {
  const [, eventId = id, grabbed = ''] = /^(.*?)(?: @(\d{4}-\d{2}-\d{2}))?$/s.exec(id) ?? [];
  return { eventId, grabbed };
}

/** An event where the keys have carried it, before it is put down. */
function carried(event: CalendarEvent, { days, minutes }: Shift): CalendarEvent {
  const by = event.form === 'day' ? 0 : minutes;
  const [start, end] = [shifted(event.start, days, by), shifted(event.end, days, by)];
  return { ...event, start, end, last: addDays(event.last, days) };
}

function arrowShift(held: Shift, key: string, view: CalendarViewName, isTurned: boolean, isAllDay: boolean): Shift {
  if (key === 'ArrowLeft' || key === 'ArrowRight') return { ...held, days: held.days + ((key === 'ArrowRight') === isTurned ? -1 : 1) };
  const sign = key === 'ArrowUp' ? -1 : 1;
  if (view === 'month' || view === 'agenda' || isAllDay) return { ...held, days: held.days + sign * (view === 'agenda' ? 1 : 7) };
  return { ...held, minutes: held.minutes + sign * stepMinutes };
}

const timeText = (minute: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(minute * 60_000));

function titleText(view: CalendarViewName, days: readonly PlainDate[], day: PlainDate, locale: string): string {
  if (view === 'month') return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  if (view === 'day') return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  return `${formatDay(days[0] ?? day, locale)} – ${formatDay(days.at(-1) ?? day, locale)}`;
}
