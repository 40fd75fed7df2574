import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { AppError, isAppError } from '../common/app-error.ts';
import { isDatabaseLost } from '../common/database-lost.ts';
import { newId } from '../common/ids.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { insertJob } from '../jobs/insert-jobs.sql.ts';
import { isEncrypted } from '../jobs/job-view.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { Logger } from '../observability/logger.ts';
import { DueTimes } from '../queue/due-times.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { scheduleEndedTask, scheduleTask } from '../queue/task-names.ts';
import { CronProblem, readCron } from './core/cron.ts';
import { decideTicks, gapBetween, type Gap, type TickDecision } from './core/decide-ticks.ts';
import { jobOfTick, withScheduleSettings } from './schedule-jobs.ts';
import { queueRefusedEnd, queueSchedule, restoreSchedules } from './schedule-queue.sql.ts';
import { ScheduleTargets } from './schedule-targets.ts';
import { insertTicks, lockSchedule, type LockedSchedule, type NewTick } from './schedule-ticks.sql.ts';
import { ScheduleEntity } from './schedule.entity.ts';

/** The job that every due tick gets a copy of, or why there is none. */
type Prepared = { job: NewJob } | { refusal: AppError };

/** When a queue row has to be looked at again; `null` for never. */
type Handled = { isChanged: boolean; wakes: Date[] };

/**
 * Decides the ticks of schedules when their rows of the queue come. The decision, its jobs, the next tick and the next row of the queue
 * are one transaction under the lock of the schedule: with any number of servers, and through any crash, a tick has one job.
 */
@Injectable()
export class ScheduleTicker implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly targets: ScheduleTargets,
    private readonly tasks: QueueTaskRegistry,
    private readonly dueTimes: DueTimes,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.tasks.add(scheduleTask, (payload) => this.handle((payload as { id: string }).id));
  }

  /** A restored backup, or a queue that was emptied, must not silence a schedule: the auditor would find it a minute later. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.MILLRACE_MODE === 'worker') return;
    await this.database.run(restoreSchedules).catch((error: unknown) => {
      if (!isDatabaseLost(error)) throw error;
      this.logger.warn({ err: error }, 'Could not look for schedules without a row in the queue; the auditor will');
    });
  }

  /** Decides what is due of one schedule. Safe to repeat, also at the same time elsewhere. */
  async handle(id: string): Promise<void> {
    // Somebody may save the schedule between its being read and its being locked; then it is read again.
    for (;;) {
      const { isChanged, wakes } = await untilAnswered(() => this.handleOnce(id));
      if (isChanged) continue;
      for (const at of wakes) this.dueTimes.note(at.getTime() - Date.now());
      return;
    }
  }

  private async handleOnce(id: string): Promise<Handled> {
    const schedule = await this.database.manager.findOneBy(ScheduleEntity, { id });
    if (!schedule?.nextAt) return { isChanged: false, wakes: [] };
    // Outside of the transaction: what is asked on the way takes connections of its own.
    const prepared = await this.prepare(schedule);
    return this.database.transaction(async (transaction) => {
      const [locked] = await runIn<LockedSchedule>(transaction, lockSchedule(id));
      if (!locked) return { isChanged: false, wakes: [] };
      if (locked.revision !== schedule.revision) return { isChanged: true, wakes: [] };
      return this.decide(transaction, schedule, schedule.nextAt as Date, locked, prepared);
    });
  }

  private async prepare(schedule: ScheduleEntity): Promise<Prepared> {
    try {
      const auth = await this.targets.identityOf(schedule);
      const target = { kind: schedule.runnableKind, path: schedule.runnablePath };
      const job = await this.targets.prepare(auth, target, schedule.args, {
        triggerKind: 'schedule',
        triggerPath: schedule.path,
        watcher: scheduleEndedTask,
        ...(schedule.tag === null ? {} : { tag: schedule.tag }),
      });
      if (Object.values(job.args).some(isEncrypted))
        throw new AppError('schedule/secret_argument', `The script has a secret argument with a default. Choose a variable for it in the schedule.`);
      return { job: withScheduleSettings(job, schedule) };
    } catch (error) {
      if (isAppError(error) && error.status < 500) return { refusal: error };
      throw error;
    }
  }

  private async decide(
    transaction: Transaction,
    schedule: ScheduleEntity,
    from: Date,
    { now, is_running: isRunning }: LockedSchedule,
    prepared: Prepared,
  ): Promise<Handled> {
    const cron = cronOf(schedule);
    const decision: TickDecision = decideTicks({
      cron,
      from,
      now,
      catchUp: schedule.catchUp,
      limit: schedule.catchUpLimit,
      noOverlap: schedule.noOverlap,
      isRunning,
    });
    const jobs = 'job' in prepared ? decision.run.map((tick) => jobOfTick(prepared.job, schedule, tick)) : [];
    const off = schedule.idleFrom === null || from > now ? null : gapBetween(cron, schedule.idleFrom, from);
    const ticks = [
      ...gapRow('off', off),
      ...gapRow('missed', decision.missed),
      ...decision.run.map((tick, index) => runRow(tick, prepared, jobs[index])),
      ...decision.skipped.map(skippedRow),
    ];
    if (ticks.length > 0) await runIn(transaction, insertTicks(schedule.id, ticks));
    for (const job of jobs) await transaction.query(...partsOf(insertJob(job)));
    for (const { id, outcome } of ticks) if (outcome === 'refused') await runIn(transaction, queueRefusedEnd(id));
    if (from <= now) await this.save(transaction, schedule, decision, now, prepared);
    if (decision.next) await runIn(transaction, queueSchedule(schedule.id, decision.next));
    return {
      isChanged: false,
      wakes: [...(decision.next ? [decision.next] : []), ...jobs.flatMap(({ scheduledFor }) => (scheduledFor && scheduledFor > now ? [scheduledFor] : []))],
    };
  }

  private async save(transaction: Transaction, schedule: ScheduleEntity, decision: TickDecision, now: Date, prepared: Prepared): Promise<void> {
    const last = [...decision.run, ...decision.skipped, ...(decision.missed ? [decision.missed.through] : [])].reduce<Date | null>(
      (latest, tick) => (latest && latest > tick ? latest : tick),
      schedule.lastTickAt,
    );
    const refusal =
      'refusal' in prepared && decision.run.length > 0 ? { at: now.toISOString(), code: prepared.refusal.code, message: prepared.refusal.message } : null;
    const problem = decision.run.length === 0 ? {} : { problem: refusal };
    await transaction.update(
      ScheduleEntity,
      { id: schedule.id },
      { nextAt: decision.next, lastTickAt: last, idleFrom: null, revision: () => 'revision + 1', ...problem },
    );
  }
}

/** It was read when it was saved; a zone can still vanish from a later list of zones. */
function cronOf({ cron, timezone }: ScheduleEntity) {
  try {
    return readCron(cron, timezone);
  } catch (error) {
    if (error instanceof CronProblem) return readCron(cron, 'UTC');
    throw error;
  }
}

const partsOf = ({ text, values }: { text: string; values: unknown[] }): [string, unknown[]] => [text, values];

const row = (tick: Pick<NewTick, 'tickAt' | 'outcome'> & Partial<NewTick>): NewTick => ({
  id: newId(),
  kind: 'tick',
  throughAt: null,
  ticks: 1,
  reason: null,
  jobId: null,
  ...tick,
});

const gapRow = (outcome: 'off' | 'missed', gap: Gap | null): NewTick[] =>
  gap ? [row({ tickAt: gap.from, throughAt: gap.through, ticks: gap.ticks, outcome })] : [];

function runRow(tick: Date, prepared: Prepared, job: NewJob | undefined): NewTick {
  return 'refusal' in prepared
    ? row({ tickAt: tick, outcome: 'refused', reason: prepared.refusal.message })
    : row({ tickAt: tick, outcome: 'ran', jobId: job?.id ?? null });
}

const skippedRow = (tick: Date): NewTick => row({ tickAt: tick, outcome: 'skipped', reason: 'The run before it was not over.' });
