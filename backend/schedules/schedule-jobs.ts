import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../common/ids.ts';
import { admissionKeys } from '../jobs/core/admission-keys.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { jitterMs } from './core/jitter.ts';
import type { ScheduleEntity } from './schedule.entity.ts';

/** What a schedule says about its jobs, over what the runnable says. */
export function withScheduleSettings(job: NewJob, schedule: ScheduleEntity): NewJob {
  return schedule.retry === null ? job : { ...job, settings: { ...job.settings, retry: schedule.retry } };
}

/**
 * The job of one tick out of the job that was prepared for all of them. Its key is made of the schedule and the tick, so that a tick
 * that is decided twice still has one job.
 */
export function jobOfTick(prepared: NewJob, schedule: ScheduleEntity, tick: Date): NewJob {
  const scheduledFor = new Date(tick.getTime() + jitterMs(schedule.id, tick, schedule.jitterSeconds));
  return { ...copyOf(prepared), scheduledFor, idempotencyKey: keyOf('schedule', schedule.id, tick.toISOString()) };
}

/** The job of one tick of the past. Where runs must not overlap, those of a backfill wait for each other. */
export function jobOfBackfill(prepared: NewJob, schedule: ScheduleEntity, tick: Date): NewJob {
  const job = { ...copyOf(prepared), scheduledFor: tick };
  if (!schedule.noOverlap || job.admissionKey !== null) return job;
  const settings = { ...job.settings, concurrency: { key: `schedule:${schedule.id}`, max: 1 } };
  return { ...job, settings, ...admissionKeys(settings, job.path, job.args) };
}

/** The next run of a tick whose flow failed. */
export function jobOfRetry(prepared: NewJob, tickId: string, tries: number, scheduledFor: Date): NewJob {
  return { ...prepared, scheduledFor, idempotencyKey: keyOf('schedule_retry', tickId, String(tries)) };
}

/** The job of a handler: one per tick and occasion. */
export function jobOfHandler(prepared: NewJob, tickId: string, occasion: string): NewJob {
  return { ...prepared, idempotencyKey: keyOf('schedule_handler', tickId, occasion) };
}

/** Keys of callers are made of three other parts, so that none of them meets one of these. */
const keyOf = (...parts: string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

const copyOf = (job: NewJob): NewJob => ({ ...job, id: newId(), traceId: randomBytes(16).toString('hex') });
