import { AppError } from '../common/app-error.ts';
import { CronProblem, readCron, readRunningCron, type Cron } from './core/cron.ts';
import { gapBetween, type Gap } from './core/decide-ticks.ts';
import type { ScheduleEntity } from './schedule.entity.ts';

/** What decides when a schedule runs. */
export type Timing = Pick<ScheduleEntity, 'cron' | 'timezone' | 'isEnabled' | 'pausedUntil'>;

/** Where a schedule is in time, and what of the past goes on record with that. */
export type Position = { nextAt: Date | null; idleFrom: Date | null; off: Gap | null };

/** Reads an expression that comes from a person; what is wrong stands at its field. */
export function requireCron(cron: string, timezone: string, now: Date): Cron {
  try {
    return readRunningCron(cron, timezone, now);
  } catch (error) {
    if (!(error instanceof CronProblem)) throw error;
    const code = error.field === 'cron' ? 'schedule/cron_invalid' : 'schedule/timezone_unknown';
    throw new AppError(code, error.message, { problems: [{ pointer: `/${error.field}`, message: error.message }] });
  }
}

/**
 * Where a schedule is after it was saved. What is due but not decided stays due, unless the times themselves were changed. The time in
 * which it is off or paused is kept, to be on record when that is over: nothing of it is caught up.
 */
export function positionAfterSave(before: ScheduleEntity | null, timing: Timing, now: Date): Position {
  const isPaused = timing.pausedUntil !== null && timing.pausedUntil > now;
  const isIdle = !timing.isEnabled || isPaused;
  if (before && isSameTiming(before, timing) && before.nextAt) return { nextAt: before.nextAt, idleFrom: before.idleFrom, off: null };
  const cron = readCron(timing.cron, timing.timezone);
  const nextAt = timing.isEnabled ? cron.next(isPaused ? justBefore(timing.pausedUntil as Date) : now) : null;
  if (isIdle) return { nextAt, idleFrom: before?.idleFrom ?? before?.nextAt ?? null, off: null };
  const off = before?.idleFrom ? gapBetween(readCron(before.cron, before.timezone), before.idleFrom, now) : null;
  return { nextAt, idleFrom: null, off };
}

function isSameTiming(before: Timing, after: Timing): boolean {
  return before.cron === after.cron && before.timezone === after.timezone && before.isEnabled === after.isEnabled && (before.pausedUntil?.getTime() ?? null) === (after.pausedUntil?.getTime() ?? null);
}

/** A tick at the very end of a pause runs. */
const justBefore = (date: Date): Date => new Date(date.getTime() - 1);
