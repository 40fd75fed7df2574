import type { CSSProperties, ReactNode } from 'react';
import { useDrag } from '../_shared/drag/drag.tsx';
import { formatDay, type PlainDate } from '../_shared/plain-date.ts';
import tones from '../_shared/tones.module.css';
import { useCalendarContext } from './calendar-context.ts';
import classes from './calendar.module.css';
import type { CalendarEvent, Place } from './events.ts';

type Props = {
  event: CalendarEvent;
  kind: 'chip' | 'block' | 'line';
  /** The day on which this part of it is grabbed. */
  day?: PlainDate;
  isFirst?: boolean;
  isLast?: boolean;
  /** A further day of the same bar: what it is called stands beside it already. */
  isUnnamed?: boolean;
  style?: CSSProperties;
};

/** An event, to be pressed, dragged, or picked up by keys. */
export function EventButton({ event, kind, day, isFirst = true, isLast = true, isUnnamed = false, style }: Props): ReactNode {
  const { mayMove, isEditing, heldId, selectedKey, locale, onKey, onSelect, onLeave } = useCalendarContext();
  const { ref, listeners, isDragging } = useDrag(day === undefined ? event.id : `${event.id} @${day}`, !mayMove || kind === 'line');
  const time = event.form === 'day' ? '' : clockText(event.start, locale);
  return (
    <button
      ref={ref}
      type="button"
      {...listeners}
      className={`${tones.tone} ${classes.event}`}
      style={style}
      data-tone={event.tone}
      data-kind={kind}
      data-bar={event.isBar || undefined}
      data-first={isFirst || undefined}
      data-last={isLast || undefined}
      data-event={isFirst ? event.id : undefined}
      data-held={heldId === event.id || undefined}
      data-dragged={isDragging || undefined}
      aria-pressed={selectedKey === event.key}
      aria-label={spoken(event, locale)}
      title={event.title}
      // A part of an event that began before is one more of the same: Tab goes to each event once.
      tabIndex={isEditing || !isFirst ? -1 : undefined}
      onKeyDown={(key) => onKey(key, event)}
      onClick={() => !isEditing && onSelect(event)}
      onBlur={() => onLeave(event.id)}
    >
      {time !== '' && isFirst && <span className={classes.time}>{time}</span>} {!isUnnamed && <span className={classes.name}>{event.title}</span>}
    </button>
  );
}

/** The time of a place as people read it. */
export const clockText = ({ minute }: Place, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(minute * 60_000));

function spoken({ title, form, start, end, last }: CalendarEvent, locale: string): string {
  const days = start.day === last ? formatDay(start.day, locale) : `${formatDay(start.day, locale)} to ${formatDay(last, locale)}`;
  // What is seen comes first, so that it can be said to whoever is spoken to.
  return form === 'day' ? `${title}, ${days}` : `${clockText(start, locale)} ${title}, ${days}, until ${clockText(end, locale)}`;
}
