import type { Schedule, ScheduleRow, ScheduleTick } from '../../backend/schedules/schedules.contract.ts';
import { formatPlural } from '../ui/format.ts';

/** How a schedule is, in one word. */
export type ScheduleState = 'on' | 'off' | 'paused' | 'failing' | 'stuck';

/** `stuck` is one whose last tick could not run at all. */
export function stateOf(
  { enabled, paused_until: pausedUntil, failing_count: failures, problem }: Pick<ScheduleRow, 'enabled' | 'paused_until' | 'failing_count' | 'problem'>,
  now: Date,
): ScheduleState {
  if (!enabled) return 'off';
  if (problem) return 'stuck';
  if (failures > 0) return 'failing';
  return pausedUntil !== null && new Date(pausedUntil) > now ? 'paused' : 'on';
}

/** The words of a state. */
export const stateWords: Readonly<Record<ScheduleState, string>> = { on: 'On', off: 'Off', paused: 'Paused', failing: 'Failing', stuck: 'Needs attention' };

/** Whether any of several moments is not on a whole minute: then all of them are shown with seconds. */
export const haveSeconds = (moments: readonly string[]): boolean => moments.some((at) => new Date(at).getUTCSeconds() !== 0);

/** A moment in the zone of a schedule: `Thu, 20 Nov 2026, 02:00`; with seconds where it has some, or where others beside it have. */
export function momentIn(timezone: string, at: string, hasSeconds = haveSeconds([at])): string {
  const date = new Date(at);
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(hasSeconds ? { second: '2-digit' } : {}),
  }).format(date);
}

/** What became of a tick, where it was not a run. */
export function wordsOfTick({ outcome, ticks, kind }: Pick<ScheduleTick, 'outcome' | 'ticks' | 'kind'>): string {
  switch (outcome) {
    case 'ran':
      return kind === 'backfill' ? 'Backfill' : kind === 'manual' ? 'Run by hand' : 'On time';
    case 'skipped':
      return 'Skipped';
    case 'refused':
      return 'Could not run';
    case 'missed':
      return `${formatPlural(ticks, 'tick')} missed`;
    case 'off':
      return `${formatPlural(ticks, 'tick')} while it was off`;
  }
}

/** Why nothing ran, for the second line of a gap. */
export const gapReasons: Readonly<Partial<Record<ScheduleTick['outcome'], string>>> = {
  missed: 'Nothing was there to run them',
  off: 'It was switched off or paused',
  skipped: 'The run before it was not over',
};

/** `2nd`, `11th`. */
export function ordinal(count: number): string {
  const rest = count % 100;
  return `${count}${rest > 10 && rest < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')}`;
}

/** What happens to missed ticks, as a choice. */
export const catchUpLabels: Readonly<Record<Schedule['catch_up'], string>> = { last: 'Run the last one', all: 'Run all of them', skip: 'Run none of them' };

/** Whether an action of `me` makes a schedule run as somebody else than before. */
export const changesPerson = (runAs: string, username: string): boolean => runAs !== `u/${username}`;
