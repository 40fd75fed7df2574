import type { ReactNode } from 'react';
import type { PlainDate } from '../_shared/plain-date.ts';
import { useCalendarContext } from './calendar-context.ts';
import own from './agenda.module.css';
import classes from './calendar.module.css';
import { EventButton } from './EventButton.tsx';
import { isOn } from './events.ts';

/** The days that have something, with what they have. */
export function Agenda({ emptyText }: { emptyText: string }): ReactNode {
  const { days, events, locale } = useCalendarContext();
  const full = days.flatMap((day, index) => {
    // What goes on from before stands on the first day that is shown.
    const on = events.filter((event) => event.start.day === day || (index === 0 && isOn(event, day)));
    return on.length > 0 ? [{ day, on }] : [];
  });
  if (full.length === 0) return <p className={classes.none}>{emptyText}</p>;
  return (
    <ul className={own.agenda}>
      {full.map(({ day, on }) => (
        <li key={day} className={own.agendaDay}>
          <h4 className={own.agendaHead}>{dayText(day, locale)}</h4>
          <ul className={own.agendaEvents}>
            {on.map((event) => (
              <li key={event.id}>
                <EventButton event={event} kind="line" />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

const dayText = (day: PlainDate, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
