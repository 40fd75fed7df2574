import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CalendarDay, Schedule } from '../../backend/schedules/schedules.contract.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { type CalendarField, dayIn, isMonth, monthAfter, monthIn, nameOfDay, nameOfMonth, weeksOf } from './calendar-month.ts';
import classes from './ScheduleCalendar.module.css';
import { calendarQuery } from './schedules.api.ts';

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Parts of a day, in the order in which they are drawn. */
const parts = [
  { key: 'failed', word: 'failed' },
  { key: 'running', word: 'running' },
  { key: 'succeeded', word: 'succeeded' },
  { key: 'not_run', word: 'did not run' },
  { key: 'planned', word: 'to come' },
] as const satisfies readonly { key: keyof CalendarDay; word: string }[];

/** Props of {@link ScheduleCalendar}. */
export type ScheduleCalendarProps = {
  workspace: string;
  schedule: Schedule;
  /** The day that is open: `2026-05-01`. */ day: string | undefined;
  onDay: (day: string) => void;
};

/** A month of a schedule: how the ticks of each day ended, and how many are to come. Days are those of its time zone. */
export function ScheduleCalendar({ workspace, schedule, day, onDay }: ScheduleCalendarProps): ReactNode {
  const [state, change] = useUrlState();
  const now = new Date();
  const month = isMonth(state['month']) ? state['month'] : monthIn(schedule.timezone, now);
  const weeks = weeksOf(month);
  const [from, to] = [weeks[0]?.[0]?.day ?? '', weeks.at(-1)?.at(-1)?.day ?? ''];
  const { data = [], error, refetch } = useQuery({ ...calendarQuery(workspace, schedule.path, from, to), placeholderData: keepPreviousData });
  const byDay = new Map(data.map((entry) => [entry.day, entry]));
  const go = (step: number): void => change({ month: monthAfter(month, step) });
  const today = dayIn(schedule.timezone, now);
  return (
    <div className={classes.calendar}>
      <div className={classes.head}>
        <h2 className={classes.month} aria-live="polite">
          {nameOfMonth(month)}
        </h2>
        <IconButton label="Month before" icon={<IconChevronLeft />} onClick={() => go(-1)} />
        <IconButton label="Month after" icon={<IconChevronRight />} onClick={() => go(1)} />
      </div>
      {error && <ErrorNotice error={error} title="The calendar could not be read." onRetry={() => void refetch()} />}
      <table className={classes.table}>
        <caption className="visually-hidden">Ticks of {nameOfMonth(month)}, by day</caption>
        <thead>
          <tr>
            {weekdayNames.map((name) => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.day}>
              {week.map((field) => (
                <td key={field.day}>
                  <DayField
                    field={field}
                    entry={byDay.get(field.day)}
                    isToday={field.day === today}
                    isOpen={field.day === day}
                    onOpen={() => onDay(field.day)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.legend}>
        {parts.map(({ key, word }) => (
          <li key={key}>
            <span className={classes.mark} data-part={key} /> {word}
          </li>
        ))}
      </ul>
    </div>
  );
}

function DayField({
  field,
  entry,
  isToday,
  isOpen,
  onOpen,
}: {
  field: CalendarField;
  entry: CalendarDay | undefined;
  isToday: boolean;
  isOpen: boolean;
  onOpen: () => void;
}): ReactNode {
  const found = parts.flatMap(({ key, word }) => (entry && entry[key] > 0 ? [{ key, count: entry[key], word }] : []));
  const words = found.length === 0 ? 'nothing' : found.map(({ count, word }) => `${count} ${word}`).join(', ');
  const total = found.reduce((sum, { count }) => sum + count, 0);
  return (
    <button
      type="button"
      className={classes.day}
      data-outside={!field.isInMonth || undefined}
      data-today={isToday || undefined}
      aria-pressed={isOpen}
      title={`${nameOfDay(field.day)}: ${words}`}
      onClick={onOpen}
    >
      <span className="visually-hidden">
        {nameOfDay(field.day)}: {words}
      </span>
      <span className={classes.number} aria-hidden>
        {field.number}
      </span>
      <span className={classes.bar} aria-hidden>
        {found.map(({ key, count }) => (
          <span key={key} data-part={key} style={{ flexGrow: count }} />
        ))}
      </span>
      <span className={classes.total} aria-hidden>
        {total > 0 ? formatTotal(total) : ''}
      </span>
    </button>
  );
}

/** A thousand is as far as ticks are counted. */
const formatTotal = (total: number): string => (total >= 1000 ? '999+' : String(total));
