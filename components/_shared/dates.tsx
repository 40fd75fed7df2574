import '@mantine/dates/styles.layer.css';
import { DatesProvider } from '@mantine/dates';
import type { ReactNode } from 'react';

type WeekDay = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** What all calendars share: their style sheet, loaded with the first of them, and the day with which a week begins where the person is. */
export function Calendars({ locale, children }: { locale: string; children: ReactNode }): ReactNode {
  return <DatesProvider settings={{ firstDayOfWeek: firstDayOf(locale), consistentWeeks: true }}>{children}</DatesProvider>;
}

function firstDayOf(locale: string): WeekDay {
  const { getWeekInfo } = Intl.Locale.prototype as Intl.Locale & { getWeekInfo?: () => { firstDay: number } };
  try {
    const firstDay = getWeekInfo?.call(new Intl.Locale(locale)).firstDay ?? 1;
    return (firstDay % 7) as WeekDay;
  } catch {
    return 1;
  }
}

/** Names of the buttons of a calendar for screen readers. */
export const calendarLabels = {
  nextMonth: 'Next month',
  previousMonth: 'Previous month',
  nextYear: 'Next year',
  previousYear: 'Previous year',
  nextDecade: 'Next decade',
  previousDecade: 'Previous decade',
  monthLevelControl: 'Choose a month',
  yearLevelControl: 'Choose a year',
};
