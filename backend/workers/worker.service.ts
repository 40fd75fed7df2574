import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AdmissionService } from '../admission/admission.service.ts';
import { isDatabaseLost } from '../common/database-lost.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import type { Notifications } from '../events/notifications.ts';
import type { Language } from '../languages/language.ts';
import { createToolchain } from '../languages/toolchain.ts';
import type { Logger } from '../observability/logger.ts';
import { Queue, type QueueTasks } from '../queue/queue.ts';
import { admissionTask, taskOfTag } from '../queue/task-names.ts';
import type { RunnerPool } from '../runner/runner.ts';
import type { ActiveJobs } from './active-jobs.ts';
import { beatWorker } from './beat-worker.sql.ts';
import type { JobHandler } from './job-handler.ts';
import type { Occupancy } from './occupancy.ts';
import { removeEndedFolders } from './shared-folders.ts';
import { recoveryIntervalMs, type RecoveryService } from './recovery.service.ts';
import type { Slots } from './slots.ts';
import type { WorkerLanguage } from './worker.entity.ts';
import type { WorkerIdentity } from './worker-identity.ts';

/** How long a worker that stops waits for its jobs before it hands them back, and then for the handing back. */
const drainMs = 15_000;
const handBackMs = 6_000;

/** Rows of the queue in hand for each slot: one that runs, one that is being reported, and those that may be claimed ahead. */
const rowsPerSlot = 5;

/** Rows of other domains that are handled at once, and how long their queue rests while nothing but jobs comes in. */
const otherRows = 32; // Their handlers share statements: with 4, a thousand sleepers woke within 3.6 s, with 32 within 1 s.
const otherRestMs = 10;

/** Parts of a {@link Worker}. */
export type WorkerParts = {
  config: Config;
  database: Database;
  notifications: Notifications;
  logger: Logger;
  admission: AdmissionService;
  recovery: RecoveryService;
  identity: WorkerIdentity;
  runners: RunnerPool;
  active: ActiveJobs;
  slots: Slots;
  handler: JobHandler;
  occupancy: Occupancy;
  tags: string[];
  /** Tasks of other domains, which do not wait for slots. */
  otherTasks?: QueueTasks;
};

/**
 * A worker: registers, takes rows of the queue, renews its lease, hears of cancellations, and drains when it is stopped. One per
 * process; everything that it knows is in Postgres, so that it can be killed at any moment.
 */
export class Worker {
  private readonly queue: Queue;
  private readonly otherQueue: Queue | null;
  private timer: NodeJS.Timeout | null = null;
  private readonly stopListening: (() => void)[] = [];
  private jobsDone = 0;
  private isBeating = false;
  private readonly stopping = new AbortController();

  constructor(private readonly parts: WorkerParts) {
    const { config, database, logger, identity } = parts;
    this.queue = new Queue({
      pool: database.pool,
      tasks: this.tasks(),
      concurrency: config.MILLRACE_CONCURRENCY * rowsPerSlot,
      logger,
      onPool: (poolId) => untilAnswered(() => identity.addPool(poolId)),
    });
    this.otherQueue = this.queueOfOthers();
  }

  async start(): Promise<void> {
    const { identity, notifications, logger, tags } = this.parts;
    await untilAnswered(() => identity.register());
    this.stopListening.push(
      notifications.on('millrace_cancel', (payload) => this.cancel(payload.split(','))),
      notifications.on('reconnected', () => void this.lookForCancellations()),
    );
    this.timer = setInterval(() => void this.beat(), recoveryIntervalMs).unref();
    await Promise.all([this.queue.start(), this.otherQueue?.start()]);
    logger.debug({ worker: identity.id, tags }, 'The worker takes jobs');
  }

  /** Takes no more jobs, waits for those that run, hands back what does not end in time, and gives the lease back. */
  async stop(): Promise<void> {
    const { active, slots, identity, runners, logger } = this.parts;
    slots.close();
    if (active.size > 0) logger.info({ jobs: active.size }, 'The worker stops when its jobs have ended');
    await identity.markDraining().catch(() => undefined);
    const stopped = Promise.all([this.queue.stop(), this.otherQueue?.stop()]);
    await Promise.race([active.idle(), pause(drainMs, undefined, { ref: false })]);
    active.endAll('drain');
    await Promise.race([Promise.all([active.idle(), stopped]), pause(handBackMs, undefined, { ref: false })]);
    if (this.timer) clearInterval(this.timer);
    this.stopping.abort();
    for (const stop of this.stopListening) stop();
    await runners.close();
    // A job that did not end even now keeps the lease, until it runs out: whoever recovers this worker then finds the job.
    if (active.size > 0) return;
    await identity.end().catch(() => undefined);
    await this.parts.recovery.failStranded().catch(() => undefined);
  }

  /** A queue of its own: rows of jobs wait for slots within theirs, and a tick of a schedule must not wait for a job of an hour. */
  private queueOfOthers(): Queue | null {
    const { database, identity, logger, otherTasks = {} } = this.parts;
    if (Object.keys(otherTasks).length === 0) return null;
    return new Queue({
      pool: database.pool,
      tasks: otherTasks,
      concurrency: otherRows,
      restMs: otherRestMs,
      logger,
      onPool: (poolId) => untilAnswered(() => identity.addPool(poolId)),
    });
  }

  private tasks(): QueueTasks {
    const { handler, admission, tags } = this.parts;
    const run = async (payload: unknown) => {
      await handler.handle((payload as { id: string }).id);
      this.jobsDone += 1;
      this.noteOccupancy();
    };
    const tasks: QueueTasks = Object.fromEntries(tags.map((tag) => [taskOfTag(tag), run]));
    tasks[admissionTask] = async (payload) => {
      const { workspace, key } = payload as { workspace: string; key: string };
      // Idempotent, and a whole key waits for it: a lost database must not cost it the growing delays of the queue.
      await untilAnswered(() => admission.reconsider(workspace, key));
    };
    return tasks;
  }

  private noteOccupancy(): void {
    this.parts.occupancy.note(Date.now(), this.parts.slots.busy);
  }

  private cancel(jobIds: readonly string[]): void {
    for (const jobId of jobIds) this.parts.active.end(jobId, 'cancel');
  }

  /** What was notified while the connection was away must be looked up. */
  private async lookForCancellations(): Promise<void> {
    const { active, database } = this.parts;
    if (active.size === 0) return;
    const rows = await untilAnswered(() =>
      database.run<{ id: string }>({ text: 'select id from job where id = any($1::uuid[]) and cancel_requested_at is not null', values: [active.ids] }),
    );
    this.cancel(rows.map(({ id }) => id));
  }

  private async beat(): Promise<void> {
    if (this.isBeating) return;
    this.isBeating = true;
    try {
      // Again at once, on another connection: the lease does not wait for the next beat.
      await untilAnswered(() => this.renewLease(), this.stopping.signal);
      await removeEndedFolders(this.parts.database, this.parts.runners);
    } catch (error) {
      if (!isDatabaseLost(error)) this.parts.logger.error({ err: error }, 'Could not renew the lease of this worker');
    } finally {
      this.isBeating = false;
    }
  }

  private async renewLease(): Promise<void> {
    const { database, identity, active, slots, logger, recovery, runners, occupancy } = this.parts;
    this.noteOccupancy();
    const stats = runners.stats();
    const load = { busy: slots.busy, parked: stats.parked, memory_bytes: stats.memoryBytes, jobs_done: this.jobsDone, occupancy: occupancy.share(Date.now()) };
    const [row] = await database.run<{ is_mine: boolean; has_dead: boolean }>(beatWorker(identity.id, load));
    if (row && !row.is_mine) {
      logger.warn({ worker: identity.id }, 'This worker was declared dead while it was away; it goes on under a new identity');
      active.endAll('lost');
      await active.idle();
      await identity.renew();
    }
    if (row?.has_dead) await recovery.recover();
  }
}

/** Asks every language whether this machine can run it. */
export async function probeLanguages(languages: readonly Language[], dataDirectory: string): Promise<WorkerLanguage[]> {
  return Promise.all(
    languages.map(async (language) => {
      const toolchain = createToolchain({ cacheDirectory: join(dataDirectory, 'cache', language.name) });
      const answer = await language
        .probe(toolchain)
        .catch((error: unknown) => ({ available: false as const, reason: error instanceof Error ? error.message : String(error) }));
      return {
        name: language.name,
        available: answer.available,
        version: answer.available ? answer.version : null,
        reason: answer.available ? null : answer.reason,
      };
    }),
  );
}
