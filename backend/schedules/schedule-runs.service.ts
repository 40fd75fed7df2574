import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { Database, runIn } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { insertJob, insertJobs } from '../jobs/insert-jobs.sql.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { scheduleEndedTask } from '../queue/task-names.ts';
import { readCron } from './core/cron.ts';
import { listRanTicks } from './list-schedules.sql.ts';
import { jobOfBackfill, withScheduleSettings } from './schedule-jobs.ts';
import { ScheduleTargets } from './schedule-targets.ts';
import { insertTicks } from './schedule-ticks.sql.ts';
import type { ScheduleEntity } from './schedule.entity.ts';
import type { BackfillResult, BackfillSchedule } from './schedules.contract.ts';
import { SchedulesService } from './schedules.service.ts';

/** Ticks of a range that are looked at. */
const mostTicks = 5_000;

/** Runs of a schedule that a person asks for: now, or for ticks of the past. They act as this person, not as who wrote the schedule. */
@Injectable()
export class ScheduleRuns {
  constructor(
    private readonly database: Database,
    private readonly schedules: SchedulesService,
    private readonly targets: ScheduleTargets,
    private readonly events: Events,
  ) {}

  /** Runs it once, at once, beside its ticks. */
  async runNow(auth: Auth, path: string): Promise<{ job_id: string }> {
    const schedule = await this.schedules.find(this.database.manager, auth.workspaceId, path);
    const job = await this.prepare(auth, schedule);
    await this.database.transaction(async (transaction) => {
      await runIn(
        transaction,
        insertTicks(schedule.id, [{ id: newId(), kind: 'manual', tickAt: new Date(), throughAt: null, ticks: 1, outcome: 'ran', reason: null, jobId: job.id }]),
      );
      await runIn(transaction, insertJob(job));
    });
    return { job_id: job.id };
  }

  /** Runs ticks of the past, oldest first; those that ran already are left out unless they are asked for. All of them or none. */
  async backfill(auth: Auth, path: string, input: BackfillSchedule): Promise<BackfillResult> {
    const schedule = await this.schedules.find(this.database.manager, auth.workspaceId, path);
    const { wanted, alreadyRan } = await this.ticksOf(schedule, input);
    const chosen = wanted.slice(0, input.max);
    const counts = { left: wanted.length - chosen.length, already_ran: alreadyRan };
    if (input.dry_run || chosen.length === 0) return { runs: chosen.map((at) => ({ at: at.toISOString(), job_id: null })), ...counts };
    const prepared = await this.prepare(auth, schedule);
    const jobs = chosen.map((tick) => jobOfBackfill(prepared, schedule, tick));
    await this.database.transaction(async (transaction) => {
      await runIn(
        transaction,
        insertTicks(
          schedule.id,
          chosen.map((tick, index) => ({
            id: newId(),
            kind: 'backfill',
            tickAt: tick,
            throughAt: null,
            ticks: 1,
            outcome: 'ran',
            reason: null,
            jobId: jobs[index]?.id ?? null,
          })),
        ),
      );
      await runIn(transaction, insertJobs(jobs));
      await this.events.record(transaction, auth, {
        action: 'schedule.backfilled',
        objectKind: 'schedule',
        objectPath: path,
        details: { from: input.from, to: input.to, runs: jobs.length },
      });
    });
    return { runs: chosen.map((at, index) => ({ at: at.toISOString(), job_id: jobs[index]?.id ?? null })), ...counts };
  }

  private async prepare(auth: Auth, schedule: ScheduleEntity): Promise<NewJob> {
    const target = { kind: schedule.runnableKind, path: schedule.runnablePath };
    await this.targets.check(auth, target, schedule.args, '/args');
    const job = await this.targets.prepare(auth, target, schedule.args, {
      triggerKind: 'schedule',
      triggerPath: schedule.path,
      watcher: scheduleEndedTask,
      ...(schedule.tag === null ? {} : { tag: schedule.tag }),
    });
    return withScheduleSettings(job, schedule);
  }

  private async ticksOf(schedule: ScheduleEntity, { from, to, include_ran: includeRan }: BackfillSchedule): Promise<{ wanted: Date[]; alreadyRan: number }> {
    const now = new Date();
    const [begin, end] = [new Date(from), new Date(Math.min(Date.parse(to), now.getTime()))];
    if (begin >= end)
      throw new AppError('schedule/range_invalid', 'The range must begin before it ends, and begin in the past.', {
        problems: [{ pointer: '/from', message: 'must be before "to", and in the past' }],
      });
    const ticks = readCron(schedule.cron, schedule.timezone).between(new Date(begin.getTime() - 1), end, mostTicks);
    const last = ticks.at(-1);
    const ran = last ? await this.database.run<{ tick_at: Date }>(listRanTicks(schedule.id, begin, last)) : [];
    const ranAt = new Set(ran.map(({ tick_at: at }) => at.getTime()));
    const alreadyRan = ticks.filter((tick) => ranAt.has(tick.getTime())).length;
    return { wanted: includeRan ? ticks : ticks.filter((tick) => !ranAt.has(tick.getTime())), alreadyRan };
  }
}
