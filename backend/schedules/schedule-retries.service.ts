import { Injectable } from '@nestjs/common';
import { isAppError } from '../common/app-error.ts';
import { Database, runIn } from '../database/database.ts';
import { isFinalFailure } from '../jobs/core/after-attempt.ts';
import { retryDelayMs } from '../jobs/core/retry-delay.ts';
import { insertJob } from '../jobs/insert-jobs.sql.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { DueTimes } from '../queue/due-times.ts';
import { scheduleEndedTask } from '../queue/task-names.ts';
import { jobOfRetry } from './schedule-jobs.ts';
import { ScheduleTargets } from './schedule-targets.ts';
import { nextTry, type OpenTick } from './schedule-ticks.sql.ts';
import type { ScheduleEntity } from './schedule.entity.ts';

/**
 * Tries a flow again that failed for a schedule with retries. A script is tried again by its own job; the record of a flow only grows, so
 * each try of one is a run of its own, and the tick ends with the last of them.
 */
@Injectable()
export class ScheduleRetries {
  constructor(
    private readonly database: Database,
    private readonly targets: ScheduleTargets,
    private readonly dueTimes: DueTimes,
  ) {}

  /** Whether there is another try, so that the tick has not ended. However often it is asked, a try is made once. */
  async tryAgain(schedule: ScheduleEntity, tick: OpenTick): Promise<boolean> {
    const { retry } = schedule;
    const { job_id: jobId, job_kind: kind, job_status: status, tries } = tick;
    if (jobId === null || kind !== 'flow' || status !== 'failed' || retry === null || tries > retry.attempts) return false;
    if (isFinalFailure(String(tick.job_error?.['code'] ?? ''))) return false;
    const prepared = await this.prepare(schedule);
    if (!prepared) return false;
    const delayMs = retryDelayMs(retry, tries, Math.random());
    const job = jobOfRetry(prepared, tick.id, tries, new Date(Date.now() + delayMs));
    const isOurs = await this.database.transaction(async (transaction) => {
      if ((await runIn(transaction, nextTry(tick.id, jobId, job.id))).length === 0) return false;
      await runIn(transaction, insertJob(job));
      return true;
    });
    if (isOurs) this.dueTimes.note(delayMs);
    return true;
  }

  /** What cannot be run any more is not tried again: then the failure is the end. */
  private async prepare(schedule: ScheduleEntity): Promise<NewJob | null> {
    try {
      const auth = await this.targets.identityOf(schedule);
      const target = { kind: schedule.runnableKind, path: schedule.runnablePath };
      return await this.targets.prepare(auth, target, schedule.args, {
        triggerKind: 'schedule',
        triggerPath: schedule.path,
        watcher: scheduleEndedTask,
        ...(schedule.tag === null ? {} : { tag: schedule.tag }),
      });
    } catch (error) {
      if (isAppError(error) && error.status < 500) return null;
      throw error;
    }
  }
}
