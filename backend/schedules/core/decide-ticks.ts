import type { Cron } from './cron.ts';

/** What happens to ticks that were missed while nothing ran: none of them run, the last one, or all of them. */
export const catchUps = ['skip', 'last', 'all'] as const;
/** One of {@link catchUps}. */
export type CatchUp = (typeof catchUps)[number];

/** A tick that is later than this was missed: what comes within it was only held up for a moment, and runs. */
export const graceMs = 60_000;

/** Ticks of a gap are counted up to here: a second-by-second schedule that was off for a year has 31 million. */
export const countedTicks = 1_000;

/** What a decision is made from. `from` is the first tick that was not decided yet, `now` the clock of the database. */
export type DueTicks = { cron: Cron; from: Date; now: Date; catchUp: CatchUp; limit: number; noOverlap: boolean; /** A run of this schedule is not over. */ isRunning: boolean };

/** Several ticks in a row in which nothing ran. */
export type Gap = { from: Date; through: Date; ticks: number };

/** What becomes of the ticks that are due. All of them are in exactly one of `run`, `skipped` and `missed`. */
export type TickDecision = { run: Date[]; skipped: Date[]; missed: Gap | null; /** The first tick after `now`. */ next: Date | null };

/**
 * Decides which of the ticks from `from` to `now` run. Pure: the clock comes in, so that every server decides the same.
 *
 * A clock that went back finds nothing due, and so nothing runs twice.
 */
export function decideTicks({ cron, from, now, catchUp, limit, noOverlap, isRunning }: DueTicks): TickDecision {
  if (from > now) return { run: [], skipped: [], missed: null, next: from };
  const border = new Date(Math.max(now.getTime() - graceMs, from.getTime() - 1));
  // At most one a second within the time of grace.
  const onTime = cron.between(border, now, graceMs / 1000 + 2);
  const kept = lateTicksToRun(cron, from, border, catchUp, onTime.length > 0 ? 0 : 1, limit);
  const missed = gapBetween(cron, from, kept[0] ?? onTime[0] ?? after(now));
  const due = [...kept, ...onTime];
  const isOne = noOverlap ? (isRunning ? 0 : 1) : due.length;
  return { run: due.slice(0, isOne), skipped: due.slice(isOne), missed, next: cron.next(now) };
}

/** The ticks of a time in which a schedule was off, from the first of them to the last one before `until`. */
export function gapBetween(cron: Cron, from: Date, until: Date): Gap | null {
  if (from >= until) return null;
  const [through] = cron.previousRuns(until, 1);
  if (!through || through < from) return null;
  return { from, through, ticks: cron.between(new Date(from.getTime() - 1), through, countedTicks).length };
}

/** Late ticks are those from `from` up to and with the border. */
function lateTicksToRun(cron: Cron, from: Date, border: Date, catchUp: CatchUp, lastOnes: number, limit: number): Date[] {
  const count = catchUp === 'all' ? limit : catchUp === 'last' ? lastOnes : 0;
  if (count === 0 || from > border) return [];
  return cron.previousRuns(after(border), count).filter((tick) => tick >= from);
}

const after = (moment: Date): Date => new Date(moment.getTime() + 1);
