import { useMemo, type ReactNode } from 'react';
import { useDrop } from '../_shared/drag/drag.tsx';
import { formatDay, type PlainDate } from '../_shared/plain-date.ts';
import { useCalendarContext } from './calendar-context.ts';
import classes from './calendar.module.css';
import { EventButton } from './EventButton.tsx';
import { lanesOf, type Piece } from './layout.ts';

const mostLanes = 3;

/** Weeks under each other. A day that has more events than there is room for says how many. */
export function Month(): ReactNode {
  const { days, events, locale } = useCalendarContext();
  const weeks = useMemo(
    () =>
      Array.from({ length: days.length / 7 }, (_unused, index) => {
        const week = days.slice(index * 7, index * 7 + 7);
        return { week, lanes: lanesOf(events, week) };
      }),
    [days, events],
  );
  return (
    <table className={classes.month}>
      <thead>
        <tr>
          {days.slice(0, 7).map((day) => (
            <th key={day} scope="col" className={classes.weekday}>
              {weekdayText(day, locale)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map(({ week, lanes }) => (
          <tr key={week[0]}>
            {week.map((day, index) => (
              <Day key={day} day={day} lanes={lanes[index] ?? []} isWeekStart={index === 0} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, lanes, isWeekStart }: { day: PlainDate; lanes: readonly (Piece | null)[]; isWeekStart: boolean }): ReactNode {
  const { day: shown, today, locale, isEditing, onPick, onMore } = useCalendarContext();
  const { ref, isOver } = useDrop(day);
  const hidden = lanes.slice(mostLanes).filter((piece) => piece !== null).length;
  return (
    <td
      ref={ref}
      className={classes.day}
      data-other={day.slice(0, 7) !== shown.slice(0, 7) || undefined}
      data-today={day === today || undefined}
      data-over={isOver || undefined}
      onClick={(event) => event.target === event.currentTarget && onPick(day, true)}
    >
      <div className={classes.dayContent}>
        <button
          type="button"
          className={classes.number}
          aria-label={formatDay(day, locale)}
          aria-current={day === today ? 'date' : undefined}
          tabIndex={isEditing ? -1 : undefined}
          onClick={() => onPick(day, true)}
        >
          {Number(day.slice(8))}
        </button>
        {lanes
          .slice(0, mostLanes)
          .map((piece, lane) =>
            piece === null ? (
              <span key={`free ${lane}`} className={classes.free} aria-hidden />
            ) : (
              <EventButton
                key={piece.event.id}
                event={piece.event}
                kind="chip"
                day={day}
                isFirst={piece.isFirst}
                isLast={piece.isLast}
                isUnnamed={!piece.isFirst && !isWeekStart}
              />
            ),
          )}
        {hidden > 0 && (
          <button type="button" className={classes.more} tabIndex={isEditing ? -1 : undefined} onClick={() => !isEditing && onMore(day)}>
            {hidden} more<span className={classes.said}> on {formatDay(day, locale)}</span>
          </button>
        )}
      </div>
    </td>
  );
}

const weekdayText = (day: PlainDate, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
