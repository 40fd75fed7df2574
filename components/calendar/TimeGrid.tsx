import { useMemo, type MouseEvent, type ReactNode } from 'react';
import { useDrop } from '../_shared/drag/drag.tsx';
import type { PlainDate } from '../_shared/plain-date.ts';
import { useCalendarContext } from './calendar-context.ts';
import classes from './calendar.module.css';
import { clockText, EventButton } from './EventButton.tsx';
import { written } from './events.ts';
import { blocksOf, hoursOf, lanesOf, type Block } from './layout.ts';

/** Height of an hour. */
export const hourPixels = 44;
const pickMinutes = 30;

/** Days beside each other, with the hours from above to below. What lasts all day stands over them. */
export function TimeGrid({ firstHour, lastHour }: { firstHour: number; lastHour: number }): ReactNode {
  const { days, events, today, locale, isEditing, onPick } = useCalendarContext();
  const columns = useMemo(() => days.map((day) => ({ day, blocks: blocksOf(events, day) })), [days, events]);
  const bars = useMemo(
    () =>
      lanesOf(
        events.filter(({ isBar }) => isBar),
        days,
      ),
    [events, days],
  );
  const hours = hoursOf(
    columns.flatMap(({ blocks }) => blocks),
    firstHour,
    lastHour,
  );
  const hasBars = bars.some((lanes) => lanes.length > 0);
  return (
    <div
      className={classes.times}
      style={{ ['--days' as string]: days.length, ['--hour' as string]: `${hourPixels}px` }}
      tabIndex={isEditing ? -1 : 0}
      role="group"
      aria-label="Hours"
    >
      <div className={classes.timesHead}>
        <span />
        {days.map((day) => (
          <button
            key={day}
            type="button"
            className={classes.dayHead}
            data-today={day === today || undefined}
            tabIndex={isEditing ? -1 : undefined}
            onClick={() => onPick(day, true)}
          >
            {dayText(day, locale)}
          </button>
        ))}
      </div>
      {hasBars && (
        <div className={classes.bars}>
          <span className={classes.hour}>All day</span>
          {days.map((day, index) => (
            <div key={day} className={classes.barsOfDay}>
              {(bars[index] ?? []).map((piece, lane) =>
                piece === null ? (
                  <span key={`free ${lane}`} className={classes.free} aria-hidden />
                ) : (
                  <EventButton
                    key={piece.event.id}
                    event={piece.event}
                    kind="chip"
                    day={day}
                    isFirst={piece.isFirst || index === 0}
                    isLast={piece.isLast}
                    isUnnamed={!piece.isFirst && index !== 0}
                  />
                ),
              )}
            </div>
          ))}
        </div>
      )}
      <div className={classes.timesBody}>
        <div className={classes.hours} aria-hidden>
          {Array.from({ length: hours.last - hours.first }, (_unused, index) => (
            <span key={index} className={classes.hour}>
              {clockText({ day: '', minute: (hours.first + index) * 60 }, locale)}
            </span>
          ))}
        </div>
        {columns.map(({ day, blocks }) => (
          <Column key={day} day={day} blocks={blocks} first={hours.first} last={hours.last} />
        ))}
      </div>
    </div>
  );
}

function Column({ day, blocks, first, last }: { day: PlainDate; blocks: readonly Block[]; first: number; last: number }): ReactNode {
  const { today, zone, onPick } = useCalendarContext();
  const { ref, isOver } = useDrop(day);
  const pick = (event: MouseEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const { top } = event.currentTarget.getBoundingClientRect();
    const minute = first * 60 + Math.floor((((event.clientY - top) / hourPixels) * 60) / pickMinutes) * pickMinutes;
    onPick(written({ day, minute }, 'instant', zone), false);
  };
  return (
    <div
      ref={ref}
      className={classes.column}
      data-today={day === today || undefined}
      data-over={isOver || undefined}
      style={{ height: (last - first) * hourPixels }}
      onClick={pick}
    >
      {blocks.map(({ event, from, to, column, columns }) => (
        <EventButton
          key={event.id}
          event={event}
          kind="block"
          day={day}
          style={{
            insetBlockStart: ((from - first * 60) / 60) * hourPixels,
            height: ((to - from) / 60) * hourPixels - 2,
            insetInlineStart: `${(column / columns) * 100}%`,
            width: `calc(${100 / columns}% - 2px)`,
          }}
        />
      ))}
    </div>
  );
}

const dayText = (day: PlainDate, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
