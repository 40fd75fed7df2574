import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isAppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { Events } from '../events/events.service.ts';
import { insertJob } from '../jobs/insert-jobs.sql.ts';
import type { NewJob } from '../jobs/new-job.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { scheduleEndedTask } from '../queue/task-names.ts';
import { afterEnd, type Streak, type StreakCall } from './core/failure-streak.ts';
import { handlerArgs } from './core/handler-args.ts';
import { jobOfHandler } from './schedule-jobs.ts';
import { queueAlert } from './schedule-queue.sql.ts';
import { ScheduleRetries } from './schedule-retries.service.ts';
import { ScheduleTargets } from './schedule-targets.ts';
import { endTick, openTick, type OpenTick } from './schedule-ticks.sql.ts';
import { ScheduleEntity } from './schedule.entity.ts';
import type { RunnableTarget, ScheduleProblem } from './schedules.contract.ts';

/** The end of a tick, of a job or of what never became one. */
type End = { status: string; error: JsonObject | null; at: Date; durationMs: number | null };

/** Handlers that were made ready before the transaction, by occasion, and what could not be. */
type Handlers = { jobs: Map<StreakCall, NewJob>; problem: ScheduleProblem | null };

/** The calls of a streak that run something. */
const handlerCalls = ['failure', 'recovery', 'success'] as const satisfies readonly StreakCall[];
type HandlerCall = (typeof handlerCalls)[number];

/**
 * Hears of the end of every run of a schedule, counts failures in a row, and has those told who want to be. An end counts once, however
 * often its row of the queue comes: the tick keeps that it was counted, in the transaction in which the handlers are made.
 */
@Injectable()
export class ScheduleEnds implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly targets: ScheduleTargets,
    private readonly retries: ScheduleRetries,
    private readonly events: Events,
    private readonly tasks: QueueTaskRegistry,
  ) {}

  onModuleInit(): void {
    this.tasks.add(scheduleEndedTask, (payload) => this.handle(payload as { id: string } | { tick: string }));
  }

  /** `id` is that of a job, `tick` of a tick that was refused. */
  async handle(payload: { id: string } | { tick: string }): Promise<void> {
    for (;;) if (await untilAnswered(() => this.handleOnce(payload))) return;
  }

  /** Gives false when the schedule changed meanwhile, so that it has to be looked at again. */
  private async handleOnce(payload: { id: string } | { tick: string }): Promise<boolean> {
    const [tick] = await this.database.run<OpenTick>(openTick('id' in payload ? { jobId: payload.id } : { tickId: payload.tick }));
    const schedule = tick && (await this.database.manager.findOneBy(ScheduleEntity, { id: tick.schedule_id }));
    if (!tick || !schedule || (await this.retries.tryAgain(schedule, tick))) return true;
    const end = endOf(tick);
    const handlers = await this.prepare(schedule, tick, end, afterTick(schedule, tick, end).calls);
    return this.database.transaction((transaction) => this.count(transaction, tick, end, handlers));
  }

  private async count(transaction: Transaction, tick: OpenTick, end: End, handlers: Handlers): Promise<boolean> {
    const schedule = await transaction.findOne(ScheduleEntity, { where: { id: tick.schedule_id }, lock: { mode: 'pessimistic_write' } });
    if (!schedule) return true;
    const { streak, calls } = afterTick(schedule, tick, end);
    const isPrepared = handlers.problem !== null || calls.filter(isHandlerCall).every((call) => handlers.jobs.has(call));
    if (!isPrepared) return false;
    if ((await runIn(transaction, endTick(tick.id, end.status, end.durationMs))).length === 0) return true;
    for (const call of calls) await this.call(transaction, tick, call, handlers);
    await this.saveStreak(transaction, schedule, streak, handlers.problem);
    return true;
  }

  private async call(transaction: Transaction, tick: OpenTick, call: StreakCall, handlers: Handlers): Promise<void> {
    if (call === 'failure_email' || call === 'recovery_email') {
      await runIn(transaction, queueAlert(tick.id, call === 'failure_email' ? 'failure' : 'recovery'));
      return;
    }
    const job = handlers.jobs.get(call);
    if (job) await runIn(transaction, insertJob(jobOfHandler(job, tick.id, call)));
  }

  private async saveStreak(transaction: Transaction, schedule: ScheduleEntity, streak: Streak, problem: ScheduleProblem | null): Promise<void> {
    const isCalm = schedule.failingCount === 0 && schedule.recoveringCount === 0 && !schedule.isAlerted;
    const staysCalm = streak.failingCount === 0 && streak.recoveringCount === 0 && !streak.isAlerted;
    if (isCalm && staysCalm && !problem) return;
    await transaction.update(ScheduleEntity, { id: schedule.id }, { ...streak, ...(problem ? { problem } : {}) });
    const action =
      schedule.failingCount === 0 && streak.failingCount > 0
        ? 'schedule.failing'
        : schedule.failingCount > 0 && streak.failingCount === 0
          ? 'schedule.recovered'
          : null;
    if (action)
      await this.events.record(
        transaction,
        { workspaceId: schedule.workspaceId, actor: 'system', cause: { schedule: schedule.id } },
        { action, objectKind: 'schedule', objectPath: schedule.path, details: { failures: Math.max(schedule.failingCount, streak.failingCount) } },
      );
  }

  /** Makes the handlers ready. One that cannot run is told on the schedule: it must not keep the end from being counted. */
  private async prepare(schedule: ScheduleEntity, tick: OpenTick, end: End, calls: readonly StreakCall[]): Promise<Handlers> {
    const handlers: Handlers = { jobs: new Map(), problem: null };
    for (const call of calls.filter(isHandlerCall)) {
      const handler = handlerOf(schedule, call);
      if (!handler) continue;
      try {
        handlers.jobs.set(call, await this.handlerJob(schedule, tick, end, handler));
      } catch (error) {
        if (!isAppError(error) || error.status >= 500) throw error;
        handlers.problem = {
          at: new Date().toISOString(),
          code: error.code,
          message: `${handler.target.path}, which is to be run after a ${call}, could not be: ${error.message}`,
        };
      }
    }
    return handlers;
  }

  private async handlerJob(schedule: ScheduleEntity, tick: OpenTick, end: End, handler: { target: RunnableTarget; args: JsonObject }): Promise<NewJob> {
    const auth = await this.targets.identityOf(schedule);
    const failedTimes = end.status === 'failed' ? schedule.failingCount + 1 : schedule.failingCount;
    const told = {
      path: schedule.runnablePath,
      schedule_path: schedule.path,
      job_id: tick.job_id,
      status: end.status,
      error: end.error,
      scheduled_for: tick.tick_at.toISOString(),
      started_at: tick.started_at?.toISOString() ?? null,
      failed_times: failedTimes,
    };
    const schema = await this.targets.requireRunnable(auth, handler.target);
    const job = await this.targets.prepare(auth, handler.target, handlerArgs(schema, told, handler.args), {
      triggerKind: 'schedule',
      triggerPath: schedule.path,
    });
    return tick.job_id === null ? job : { ...job, parentId: tick.job_id, rootId: tick.job_root_id ?? tick.job_id };
  }
}

const isHandlerCall = (call: StreakCall): call is HandlerCall => (handlerCalls as readonly StreakCall[]).includes(call);

const handlerOf = (schedule: ScheduleEntity, call: HandlerCall): { target: RunnableTarget; args: JsonObject } | null =>
  ({ failure: schedule.onFailure, recovery: schedule.onRecovery, success: schedule.onSuccess })[call];

/** Runs by hand and of the past say nothing about how the schedule does. */
function afterTick(schedule: ScheduleEntity, tick: OpenTick, end: End): { streak: Streak; calls: StreakCall[] } {
  const { failingCount, failingSince, recoveringCount, isAlerted } = schedule;
  const streak = { failingCount, failingSince, recoveringCount, isAlerted };
  return tick.kind === 'tick' ? afterEnd(streak, schedule, end) : { streak, calls: [] };
}

function endOf({ outcome, reason, job_status: status, job_error: error, started_at: startedAt, ended_at: endedAt }: OpenTick): End {
  if (outcome === 'refused')
    return { status: 'failed', error: { code: 'schedule/refused', name: 'Refused', message: reason ?? '' }, at: new Date(), durationMs: null };
  const durationMs = startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null;
  // A job that was deleted before its end was counted says nothing.
  return { status: status ?? 'skipped', error, at: endedAt ?? new Date(), durationMs };
}
