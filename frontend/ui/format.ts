const thinSpace = '\u202f';

/** A duration as people read it: `420 ms`, `1.2 s`, `3 min 4 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const value = Math.max(0, milliseconds);
  if (value < 999.5) return `${value < 10 && value > 0 ? Number(value.toFixed(1)) : Math.round(value)} ms`;
  if (value < 9_950) return `${(value / 1000).toFixed(1)} s`;
  const seconds = Math.round(value / 1000);
  if (seconds < 60) return `${seconds} s`;
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];
  const first = units.findIndex(([, size]) => seconds >= size);
  const [unit, size] = units[first] as [string, number];
  const [nextUnit, nextSize] = units[first + 1] as [string, number];
  const rest = Math.floor((seconds % size) / nextSize);
  return `${Math.floor(seconds / size)} ${unit}${rest > 0 ? ` ${rest} ${nextUnit}` : ''}`;
}

/** A size as people read it: `812 B`, `1.4 MB`. Units are powers of 1000, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`;
}

/** A count with thin separators: `12 480`. */
export function formatCount(count: number): string {
  const sign = count < 0 ? '-' : '';
  return (
    sign +
    Math.abs(Math.round(count))
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, thinSpace)
  );
}

/** `1 run`, `3 runs`: a count with its noun. The plural may be given where it is not made with "s". */
export const formatPlural = (count: number, noun: string, plural = `${noun}s`): string => `${formatCount(count)} ${Math.abs(count) === 1 ? noun : plural}`;

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });

/** A time as its distance from now: `just now`, `3 min. ago`, `in 2 hr.`. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return seconds > 5 ? 'in a moment' : 'just now';
  const [unit, size] = steps.find(([, unitSize]) => distance >= unitSize * 0.95) ?? (['minute', 60] as const);
  return relative.format(Math.sign(seconds) * Math.max(1, Math.round(distance / size)), unit).replace('.', '');
}

const absolute = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** A time in full, in the person's zone: `Thu, 20 Nov 2026, 09:15:00 CET`. */
export const formatAbsolute = (at: Date): string => absolute.format(at);
/** A day: `20 Nov 2026`. */
export const formatDay = (at: Date): string => day.format(at);

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const timeOfDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** A moment in a sentence, in the person's zone: the time alone where it is today, `21 Nov, 14:00` otherwise. */
export function formatMoment(moment: string): string {
  const date = new Date(moment);
  return (date.toDateString() === new Date().toDateString() ? time : timeOfDay).format(date);
}

/** A sentence of the server, in which moments stand in UTC, with those in the person's zone: `2026-11-21 14:00 UTC` → `21 Nov, 15:00`. */
export const withLocalMoments = (text: string): string =>
  text.replace(/\b(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC\b/g, (_whole, date: string, hours: string) => formatMoment(`${date}T${hours}:00Z`));

/** The last part of an id: of a UUIDv7 the random tail, because ids of the same moment share their beginning. */
export const shortenId = (id: string): string => (id.length > 12 ? id.slice(-8) : id);
