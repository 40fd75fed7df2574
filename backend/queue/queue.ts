import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger as GraphileLogger, makeWorkerUtils, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from '../observability/logger.ts';
import { hasFetchIndex, makeFetchIndex } from './fetch-rows.sql.ts';
import { fetchByTask } from './own-fetch.ts';

/** What a worker does with the rows of the queue, by task name. A handler that rejects has its row tried again later. */
export type QueueTasks = Record<string, (payload: unknown) => Promise<void>>;

/** Options of {@link Queue}. */
export type QueueOptions = {
  pool: Pool;
  tasks: QueueTasks;
  /** Rows that are handled at once. */
  concurrency: number;
  /** How long to wait after a look that found little, so that rows of others do not wake this queue all the time. */
  restMs?: number;
  logger: Logger;
  /** Records the name under which graphile-worker locks rows, so that others can free them when this worker dies. No row is taken before. */
  onPool: (poolId: string) => Promise<void> | void;
};

const firstRestartMs = 200;
const longestRestartMs = 5_000;
const leaveLimitMs = 3_000;
const freeAgainAfterMs = [5_000, 60_000];
const freeRetryMs = 500;

/** How often graphile-worker looks for rows whose time has come; new rows wake it by NOTIFY. */
const pollIntervalMs = 2_000;

/** One run of graphile-worker, under one name. */
type Generation = { poolId: string; runner: Runner | null; /** Resolves when its name is on record. */ recorded: Promise<void> };

/**
 * graphile-worker behind one small door: takes rows in batches, acknowledges them in batches, is woken by NOTIFY.
 *
 * It does not survive every loss of the database by itself: it may stop for good, wait for its longest job before it does, keep a
 * rejected promise for ever, or lock rows in a fetch whose answer never came. So whenever it reports an error of its own, it is
 * replaced at once by a new generation, and all rows of the old one are freed. The old one ends when its handlers have ended.
 *
 * Freed rows may be handled twice, also at the same time: handlers must claim what they work on.
 */
export class Queue {
  private generation: Generation | null = null;
  /** Generations that wait for their handlers. */
  private readonly leaving = new Set<Promise<void>>();
  private starting: Promise<void> = Promise.resolve();
  /** Names under which rows may still be locked although nobody holds them. */
  private readonly abandonedPools = new Set<string>();
  private readonly handlers = new Set<Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private isStopping = false;
  private restartMs = firstRestartMs;

  constructor(private readonly options: QueueOptions) {}

  start(): Promise<void> {
    this.starting = this.open();
    return this.starting;
  }

  private async open(): Promise<void> {
    const { pool, concurrency, logger, restMs } = this.options;
    const generation: Generation = { poolId: '', runner: null, recorded: Promise.resolve() };
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => this.remember(generation, workerPool.id));
    events.on('pool:gracefulShutdown', ({ message }) => this.replace(generation, message));
    events.on('localQueue:init', ({ localQueue }) => {
      catchDroppedPromise(localQueue);
      lookAfterRest(localQueue);
      fetchByTask(localQueue);
    });
    events.on('localQueue:getJobs:complete', () => {
      this.restartMs = firstRestartMs;
      this.freeIfReplaced(generation);
    });
    this.generation = generation;
    generation.runner = await run({
      pgPool: afterwards(pool, () => generation.recorded),
      taskList: this.taskList(),
      // Otherwise it would read a file named `crontab` in the working folder; schedules are Millrace's own.
      parsedCronItems: [],
      events,
      noHandleSignals: true,
      logger: graphileLogger(logger, (message) => this.replace(generation, message)),
      preset: {
        worker: {
          concurrentJobs: concurrency,
          pollInterval: pollIntervalMs,
          // Rows in the local queue belong to this worker: enough that fetching is rare, few enough that a second worker gets its share.
          localQueue: { size: Math.max(Math.ceil(concurrency * 1.5), 64), ttl: 5_000, ...(restMs === undefined ? {} : { refetchDelay: { durationMs: restMs } }) },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    generation.runner.promise.catch(() => undefined);
    // It may have met an error, or been stopped, before there was a runner to stop.
    if (this.generation !== generation) this.leave(generation);
  }

  /** Takes no more rows and waits for the handlers that run; rows that were not begun go back. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    await this.starting.catch(() => undefined);
    if (this.generation) this.leave(this.generation);
    this.generation = null;
    await Promise.all(this.handlers);
    // Old generations may never say that they have ended.
    await Promise.race([Promise.all(this.leaving), pause(leaveLimitMs, undefined, { ref: false })]);
    await this.free().catch((error: unknown) => this.options.logger.warn({ err: error }, 'Could not free the rows of the queue that this worker had locked'));
  }

  private taskList(): TaskList {
    return Object.fromEntries(Object.entries(this.options.tasks).map(([name, handle]) => [name, (payload: unknown) => this.track(handle(payload))]));
  }

  private track(handler: Promise<void>): Promise<void> {
    const settled: Promise<void> = handler.then(() => undefined, () => undefined).finally(() => this.handlers.delete(settled));
    this.handlers.add(settled);
    return handler;
  }

  private replace(generation: Generation, reason: string): void {
    this.freeIfReplaced(generation);
    if (this.isStopping || this.generation !== generation) return;
    this.options.logger.warn({ reason }, 'The queue met an error; it is started anew');
    this.generation = null;
    this.leave(generation);
    this.startLater();
  }

  private leave({ poolId, runner }: Generation): void {
    if (poolId !== '') this.abandon(poolId);
    if (!runner) return;
    const ended: Promise<void> = Promise.allSettled([runner.stop(), runner.promise]).then(() => void this.leaving.delete(ended));
    this.leaving.add(ended);
  }

  /** Frees the rows of a generation with the next start, and again later: a fetch that was under way may lock some in between. */
  private abandon(poolId: string): void {
    this.abandonedPools.add(poolId);
    for (const delayMs of freeAgainAfterMs) this.freeLater(poolId, delayMs);
  }

  /**
   * graphile-worker repeats a fetch that failed, for minutes, also after its generation was told to stop. What such a fetch locks it gives back
   * once, and if that fails, never. So every sign of life of an old generation has its rows freed once more.
   */
  private freeIfReplaced(generation: Generation): void {
    if (generation.poolId !== '' && generation !== this.generation && !this.abandonedPools.has(generation.poolId)) this.freeLater(generation.poolId, freeRetryMs);
  }

  private freeLater(poolId: string, delayMs: number): void {
    if (this.isStopping) return;
    this.later(delayMs, () => {
      this.abandonedPools.add(poolId);
      this.free().catch((error: unknown) => {
        this.options.logger.debug({ err: error }, 'Rows of the queue are freed later');
        this.freeLater(poolId, Math.max(delayMs, freeRetryMs));
      });
    });
  }

  private startLater(): void {
    const delayMs = this.restartMs;
    this.restartMs = Math.min(this.restartMs * 2, longestRestartMs);
    this.later(delayMs, () => {
      this.free()
        .then(() => this.start())
        .catch((error: unknown) => {
          this.options.logger.debug({ err: error }, 'The queue cannot start yet');
          if (this.generation) this.leave(this.generation);
          this.generation = null;
          if (!this.isStopping) this.startLater();
        });
    });
  }

  private later(delayMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.isStopping) work();
    }, delayMs);
    timer.unref();
    this.timers.add(timer);
  }

  /** Frees the rows that earlier generations had locked. */
  private async free(): Promise<void> {
    const poolIds = [...this.abandonedPools];
    if (poolIds.length === 0) return;
    await this.options.pool.query('select graphile_worker.force_unlock_workers($1::text[])', [poolIds]);
    for (const poolId of poolIds) this.abandonedPools.delete(poolId);
  }

  private remember(generation: Generation, poolId: string): void {
    generation.poolId = poolId;
    const named = Promise.resolve(this.options.onPool(poolId));
    named.catch((error: unknown) => this.options.logger.warn({ err: error }, 'Could not record the name of the queue pool'));
    generation.recorded = named.then(() => {
      if (this.generation !== generation) throw new Error('The queue was started anew before the name of its pool was on record');
    });
    generation.recorded.catch(() => undefined);
  }
}

/**
 * The same pool, whose connections are given out only when something has been done. Without it rows could be locked under a name that nobody
 * knows, should this process be killed just then.
 */
function afterwards(pool: Pool, done: () => Promise<void>): Pool {
  const connect = (callback?: Parameters<Pool['connect']>[0]): Promise<PoolClient> | void => {
    if (callback === undefined) return done().then(() => pool.connect());
    done().then(() => pool.connect((error, client, release) => callback(error, client, once(release))), (error: Error) => callback(error, undefined, () => undefined));
  };
  return new Proxy(pool, {
    get(target, key) {
      if (key === 'connect') return connect;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** graphile-worker 0.18.0 may give its listening connection back twice, when it is stopped while it loses it; the error would end the process. */
function once(release: (error?: Error | boolean) => void): (error?: Error | boolean) => void {
  let isReleased = false;
  return (error) => {
    if (isReleased) return;
    isReleased = true;
    release(error);
  };
}

/**
 * When it is released, the local queue of graphile-worker 0.18.0 gives its rows back in a promise that it then drops: if the database is away,
 * nobody catches the rejection and the process ends. The rows are freed by {@link Queue} anyway.
 */
function catchDroppedPromise(localQueue: object): void {
  const queue = localQueue as { background(promise: Promise<unknown>): void };
  const background = queue.background.bind(queue);
  queue.background = (promise) => {
    promise.catch(() => undefined);
    background(promise);
  };
}

/**
 * A row that comes while the local queue of graphile-worker 0.18.0 rests after a look is otherwise found only at its next regular one,
 * two seconds later, unless hundreds come: the notification is counted and forgotten.
 */
function lookAfterRest(localQueue: object): void {
  const queue = localQueue as { pulse(count: number): void; refetchDelayActive: boolean; refetchDelayFetchOnComplete: boolean };
  const pulse = queue.pulse.bind(queue);
  queue.pulse = (count) => {
    pulse(count);
    if (queue.refetchDelayActive) queue.refetchDelayFetchOnComplete = true;
  };
}

/** Brings the tables of graphile-worker up to date. Runs under a lock of its own; safe beside itself. */
export async function migrateQueue(pool: Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool });
  try {
    await utils.migrate();
    if ((await pool.query(hasFetchIndex)).rows.length === 0) await pool.query(makeFetchIndex);
  } finally {
    await utils.release();
  }
}

/** `onError` is told of every error of graphile-worker itself; a task that failed is not one. */
function graphileLogger(logger: Logger, onError: (message: string) => void): GraphileLogger {
  return new GraphileLogger(() => (level, message, details) => {
    const isTaskFailure = details?.['failure'] === true;
    if (level === 'error' && !isTaskFailure) onError(message);
    else if ((level === 'warning' || level === 'error') && !isPoolAdvice(message)) logger.warn({}, `queue: ${message}`);
    else logger.debug({}, `queue: ${message}`);
  });
}

/** It counts one connection for each handler. Here the handlers work in batches that share few, so the advice would only alarm whoever reads the log. */
const isPoolAdvice = (message: string): boolean => message.includes('having maxPoolSize');
