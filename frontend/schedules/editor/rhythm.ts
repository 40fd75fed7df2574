/** How often something runs, as people choose it; `custom` is an expression that no choice makes. */
export type Rhythm =
  | { kind: 'minutes'; every: number }
  | { kind: 'hourly'; minute: number }
  | { kind: 'daily'; time: string }
  | { kind: 'weekdays'; time: string }
  | { kind: 'weekly'; time: string; weekday: number }
  | { kind: 'monthly'; time: string; day: number }
  | { kind: 'custom' };

/** The choices, with their words. */
export const rhythmLabels: Readonly<Record<Rhythm['kind'], string>> = {
  minutes: 'Every few minutes',
  hourly: 'Every hour',
  daily: 'Every day',
  weekdays: 'Monday to Friday',
  weekly: 'Every week',
  monthly: 'Every month',
  custom: 'Another rhythm',
};

/** Weekdays as cron counts them. */
export const weekdays: readonly { value: number; label: string }[] = [
  { value: 1, label: 'Monday' },
  { value: 2, label: 'Tuesday' },
  { value: 3, label: 'Wednesday' },
  { value: 4, label: 'Thursday' },
  { value: 5, label: 'Friday' },
  { value: 6, label: 'Saturday' },
  { value: 0, label: 'Sunday' },
];

/** The expression of a rhythm; a custom one keeps the expression that there is. */
export function cronOf(rhythm: Rhythm, current: string): string {
  switch (rhythm.kind) {
    case 'minutes':
      return rhythm.every === 1 ? '* * * * *' : `*/${rhythm.every} * * * *`;
    case 'hourly':
      return `${rhythm.minute} * * * *`;
    case 'daily':
      return `${clock(rhythm.time)} * * *`;
    case 'weekdays':
      return `${clock(rhythm.time)} * * 1-5`;
    case 'weekly':
      return `${clock(rhythm.time)} * * ${rhythm.weekday}`;
    case 'monthly':
      return `${clock(rhythm.time)} ${rhythm.day} * *`;
    case 'custom':
      return current;
  }
}

/** Which choice makes an expression. */
export function rhythmOf(cron: string): Rhythm {
  const text = cron.trim().replaceAll(/\s+/g, ' ');
  const minutes = /^(?:\*|\*\/(\d{1,2})) \* \* \* \*$/.exec(text);
  if (minutes) return { kind: 'minutes', every: Number(minutes[1] ?? 1) };
  const hourly = /^(\d{1,2}) \* \* \* \*$/.exec(text);
  if (hourly) return { kind: 'hourly', minute: Number(hourly[1]) };
  const [, minute, hour, day, weekday] = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|1-5|[0-6])$/.exec(text) ?? [];
  if (minute === undefined || hour === undefined || day === undefined || weekday === undefined || Number(hour) > 23 || Number(minute) > 59)
    return { kind: 'custom' };
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day !== '*') return weekday === '*' && Number(day) >= 1 && Number(day) <= 31 ? { kind: 'monthly', time, day: Number(day) } : { kind: 'custom' };
  if (weekday === '*') return { kind: 'daily', time };
  return weekday === '1-5' ? { kind: 'weekdays', time } : { kind: 'weekly', time, weekday: Number(weekday) };
}

/** The rhythm of another kind, with as much of the old one as fits. */
export function rhythmOfKind(kind: Rhythm['kind'], before: Rhythm): Rhythm {
  const time = 'time' in before ? before.time : '09:00';
  switch (kind) {
    case 'minutes':
      return { kind, every: 10 };
    case 'hourly':
      return { kind, minute: 0 };
    case 'weekly':
      return { kind, time, weekday: 1 };
    case 'monthly':
      return { kind, time, day: 1 };
    case 'daily':
    case 'weekdays':
      return { kind, time };
    case 'custom':
      return { kind };
  }
}

/** Minute and hour of `09:30`. */
function clock(time: string): string {
  const [hour = '0', minute = '0'] = time.split(':');
  return `${Number(minute)} ${Number(hour)}`;
}
