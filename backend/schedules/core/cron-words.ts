/**
 * An expression as a sentence: "Every day at 02:00", "At 09:00 on Monday to Friday". For people beside the expression, so it says what
 * is certain; where it finds no good words for a field, it gives the field.
 */
export function cronInWords(expression: string): string {
  const text = nicknames.get(expression.trim().toLowerCase()) ?? expression.trim();
  const fields = text.split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return text;
  const [second, minute, hour, day, month, weekday] = (fields.length === 6 ? fields : ['0', ...fields]).map((field) => (field === '?' ? '*' : field)) as Fields;
  const days = daysInWords(day, month, weekday);
  const time = timeInWords(second, minute, hour);
  if (!time.isClock) return [time.words, days].filter(Boolean).join(' ');
  return days === '' ? `Every day ${time.words}` : `${capitalised(time.words)} ${days}`;
}

type Fields = [second: string, minute: string, hour: string, day: string, month: string, weekday: string];

const nicknames: ReadonlyMap<string, string> = new Map(Object.entries({
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}));
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The time of day. A clock time is one to which a day is added in front. */
function timeInWords(second: string, minute: string, hour: string): { words: string; isClock: boolean } {
  if (isNumber(minute) && isNumbers(hour) && isNumber(second)) {
    const clocks = hour.split(',').map((each) => clock(each, minute, second));
    return { words: `at ${listed(clocks)}`, isClock: true };
  }
  const within = hour === '*' ? '' : hoursInWords(hour);
  if (second !== '0')
    return {
      words: [everyUnit(second, 'second'), minute === '*' ? '' : `${fieldInWords(minute, 'minute')}`, within].filter(Boolean).join(' '),
      isClock: false,
    };
  if (isNumber(minute))
    return {
      words:
        hour === '*'
          ? minute === '0'
            ? 'Every hour'
            : `Every hour at ${Number(minute)} past`
          : `${everyHours(hour)}${minute === '0' ? '' : ` at ${Number(minute)} past`}`,
      isClock: false,
    };
  return { words: [everyUnit(minute, 'minute'), within].filter(Boolean).join(' '), isClock: false };
}

function everyHours(hour: string): string {
  const step = /^\*\/(\d+)$/.exec(hour);
  if (step) return step[1] === '1' ? 'Every hour' : `Every ${step[1]} hours`;
  return `Every hour ${hoursInWords(hour)}`;
}

function hoursInWords(hour: string): string {
  const range = /^(\d+)-(\d+)$/.exec(hour);
  if (range) return `from ${clock(range[1] ?? '', '0', '0')} to ${clock(range[2] ?? '', '59', '0')}`;
  const step = /^\*\/(\d+)$/.exec(hour);
  if (step) return `in every ${ordinal(Number(step[1]))} hour`;
  return isNumbers(hour)
    ? `in the ${hour.includes(',') ? 'hours' : 'hour'} ${listed(hour.split(',').map((each) => clock(each, '0', '0')))}`
    : `in hours ${hour}`;
}

function everyUnit(field: string, unit: string): string {
  const step = /^\*\/(\d+)$/.exec(field);
  if (field === '*' || step?.[1] === '1') return `Every ${unit}`;
  if (step) return `Every ${step[1]} ${unit}s`;
  return `At ${fieldInWords(field, unit)}`;
}

function fieldInWords(field: string, unit: string): string {
  if (isNumbers(field)) return `${unit}${field.includes(',') ? 's' : ''} ${listed(field.split(',').map((each) => String(Number(each))))}`;
  return `${unit}s ${field.replace('-', ' to ')}`;
}

/** Cron takes a day of the month *or* a weekday where both are given, unless the weekday begins with "+". */
function daysInWords(day: string, month: string, weekday: string): string {
  const ofMonth = day === '*' ? '' : dayInWords(day);
  const ofWeek = weekday === '*' ? '' : `on ${weekdaysInWords(weekday.replace(/^\+/, ''))}`;
  const between = weekday.startsWith('+') ? ' if it is ' : ' or ';
  const which = ofMonth && ofWeek ? `${ofMonth}${between}${weekday.startsWith('+') ? ofWeek.replace(/^on /, '') : ofWeek}` : ofMonth || ofWeek;
  const when = month === '*' ? (ofMonth ? ' of every month' : '') : `${which ? (ofMonth ? ' of ' : ' in ') : 'every day in '}${monthsInWords(month)}`;
  return `${which}${when}`;
}

function dayInWords(day: string): string {
  if (day === 'L') return 'on the last day';
  if (day === 'LW') return 'on the last weekday';
  const step = /^\*\/(\d+)$/.exec(day);
  if (step) return `on every ${ordinal(Number(step[1]))} day`;
  if (isNumbers(day)) return `on the ${listed(day.split(',').map((each) => ordinal(Number(each))))}`;
  const range = /^(\d+)-(\d+)$/.exec(day);
  return range ? `from the ${ordinal(Number(range[1]))} to the ${ordinal(Number(range[2]))}` : `on day ${day}`;
}

function weekdaysInWords(field: string): string {
  return listed(
    field.split(',').map((part) => {
      const range = /^([A-Za-z0-9]+)-([A-Za-z0-9]+)$/.exec(part);
      if (range) return `${weekdayName(range[1] ?? '')} to ${weekdayName(range[2] ?? '')}`;
      const nth = /^([A-Za-z0-9]+)#(\d)$/.exec(part);
      if (nth) return `the ${ordinal(Number(nth[2]))} ${weekdayName(nth[1] ?? '')}`;
      const last = /^([A-Za-z0-9]+)(?:L|#L)$/.exec(part);
      return last ? `the last ${weekdayName(last[1] ?? '')}` : weekdayName(part);
    }),
  );
}

function weekdayName(text: string): string {
  const found = /^\d$/.test(text) ? weekdays[Number(text)] : weekdays.find((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase());
  return found ?? text;
}

function monthsInWords(field: string): string {
  return listed(field.split(',').map((part) => part.split('-').map(monthName).join(' to ')));
}

function monthName(text: string): string {
  const found = /^\d+$/.test(text) ? months[Number(text) - 1] : months.find((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase());
  return found ?? text;
}

const isNumber = (field: string): boolean => /^\d+$/.test(field);
const isNumbers = (field: string): boolean => /^\d+(,\d+)*$/.test(field);
const twoDigits = (text: string): string => text.padStart(2, '0');
const clock = (hour: string, minute: string, second: string): string =>
  `${twoDigits(hour)}:${twoDigits(minute)}${Number(second) === 0 ? '' : `:${twoDigits(second)}`}`;
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const listed = (words: readonly string[]): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);

function ordinal(count: number): string {
  const rest = count % 100;
  const ending = rest > 10 && rest < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}
