import { Cron as Croner } from 'croner';

/** What is wrong with an expression or a time zone, in words for whoever typed it. */
export class CronProblem extends Error {
  override readonly name = 'CronProblem';

  constructor(readonly field: 'cron' | 'timezone', message: string) {
    super(message);
  }
}

/**
 * The ticks of an expression in a time zone. When clocks go forward, a fixed time of day that does not exist runs at the first moment
 * after the gap; when they go back, it runs once. Whatever comes at intervals keeps its rhythm through both.
 */
export type Cron = {
  /** The first tick after a moment, without it; `null` when there is none. */
  next(after: Date): Date | null;
  /** The first `count` ticks after a moment. */
  nextRuns(after: Date, count: number): Date[];
  /** The last `count` ticks before a moment, without it, oldest first. */
  previousRuns(before: Date, count: number): Date[];
  /** The ticks after a moment up to and with `through`, at most `limit`. */
  between(after: Date, through: Date, limit: number): Date[];
};

/** Ticks that come this far apart or further never come, for a person. */
const furthestYears = 100;

/** Reads an expression with five fields, or six with seconds first. Throws {@link CronProblem}. */
export function readCron(expression: string, timezone: string): Cron {
  requireTimezone(timezone);
  const text = expression.trim().replaceAll(/\s+/g, ' ');
  // The library would also take the time of one single run.
  if (!text.startsWith('@') && ![5, 6].includes(text.split(' ').length)) {
    throw new CronProblem('cron', `"${text.slice(0, 60)}" is not a cron expression: it needs five fields (minute, hour, day, month, weekday), or six with seconds first.`);
  }
  const cron = parse(text, timezone);
  return {
    next: (after) => cron.nextRun(after),
    nextRuns: (after, count) => cron.nextRuns(count, after),
    // The library forgets the milliseconds, and would leave out a tick that came less than a second before.
    previousRuns: (before, count) => cron.previousRuns(count, new Date(Math.ceil(before.getTime() / 1000) * 1000)).reverse(),
    between: (after, through, limit) => ticksBetween(cron, after, through, limit),
  };
}

/** Reads an expression and throws also when it would never run: the 30th of February is a mistake. */
export function readRunningCron(expression: string, timezone: string, now: Date): Cron {
  const cron = readCron(expression, timezone);
  const next = cron.next(now);
  if (next && next.getTime() - now.getTime() < furthestYears * 31_557_600_000) return cron;
  throw new CronProblem('cron', `"${expression.trim()}" never runs: there is no such date. Look at the day and the month.`);
}

/** One by one: the next one after a leap day is far to find, and seldom wanted. */
function ticksBetween(cron: Croner, after: Date, through: Date, limit: number): Date[] {
  const found: Date[] = [];
  for (let tick = cron.nextRun(after); tick && tick <= through && found.length < limit; tick = cron.nextRun(tick)) found.push(tick);
  return found;
}

function parse(text: string, timezone: string): Croner {
  try {
    return new Croner(text, { paused: true, timezone, mode: '5-or-6-parts' });
  } catch (error) {
    throw new CronProblem('cron', `"${text.slice(0, 60)}" is not a cron expression: ${wordsOf(error)}.`);
  }
}

/** The library says `CronPattern: Invalid value for minute: 99`. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const words = message.replace(/^CronPattern: /, '').replace(/\.$/, '').replace(/^Syntax error, /, '');
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** Offsets and abbreviations are not taken: they know no daylight saving, or mean several places. */
function requireTimezone(timezone: string): void {
  if (/^(UTC|GMT|[A-Za-z_]+\/[A-Za-z0-9_+/-]+)$/.test(timezone) && isKnown(timezone)) return;
  throw new CronProblem('timezone', `There is no time zone "${timezone.slice(0, 60)}". Use a name such as Europe/Berlin, America/New_York or UTC.`);
}

function isKnown(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}
