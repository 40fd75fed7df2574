import { EventEmitter } from 'node:events';
import { Logger as GraphileLogger, makeWorkerUtils, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from '../observability/logger.ts';

/** What a worker does with the rows of the queue, by task name. A handler that rejects has its row tried again later. */
export type QueueTasks = Record<string, (payload: unknown) => Promise<void>>;

/** Options of {@link Queue}. */
export type QueueOptions = {
  pool: Pool;
  tasks: QueueTasks;
  /** Rows that are handled at once. */
  concurrency: number;
  logger: Logger;
  /** Told the name under which graphile-worker locks rows, so that others can free them when this worker dies. */
  onPool: (poolId: string) => Promise<void> | void;
};

const firstRestartMs = 200;
const longestRestartMs = 5_000;

/** How often graphile-worker looks for rows whose time has come; new rows wake it by NOTIFY. */
const pollIntervalMs = 2_000;

/**
 * graphile-worker behind one small door: takes rows in batches, acknowledges them in batches, is woken by NOTIFY. When it
 * gives up (it does after a lost database) it is started again and the rows that it had locked are freed.
 */
export class Queue {
  private runner: Runner | null = null;
  private poolIds: string[] = [];
  private isStopping = false;
  private restartMs = firstRestartMs;

  constructor(private readonly options: QueueOptions) {}

  async start(): Promise<void> {
    const { pool, concurrency, logger } = this.options;
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => this.remember(workerPool.id));
    this.runner = await run({
      pgPool: pool,
      taskList: this.taskList(),
      // Otherwise it would read a file named `crontab` in the working folder; schedules are Millrace's own.
      parsedCronItems: [],
      events,
      noHandleSignals: true,
      logger: graphileLogger(logger),
      preset: {
        worker: {
          concurrentJobs: concurrency,
          pollInterval: pollIntervalMs,
          // Rows in the local queue belong to this worker: enough that fetching is rare, few enough that a second worker gets its share.
          localQueue: { size: Math.max(concurrency * 8, 64), ttl: 5_000 },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    this.runner.promise.then(
      () => this.restart(null),
      (error: unknown) => this.restart(error),
    );
    this.restartMs = firstRestartMs;
  }

  /** Takes no more rows and waits for the handlers that run; rows that were not begun go back. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.runner?.stop().catch(() => undefined);
  }

  private taskList(): TaskList {
    return Object.fromEntries(Object.entries(this.options.tasks).map(([name, handle]) => [name, (payload: unknown) => handle(payload)]));
  }

  private restart(error: unknown): void {
    if (this.isStopping) return;
    this.options.logger.warn({ err: error }, 'The queue stopped; starting it again');
    const delayMs = this.restartMs;
    this.restartMs = Math.min(this.restartMs * 2, longestRestartMs);
    setTimeout(() => {
      if (this.isStopping) return;
      this.free()
        .then(() => this.start())
        .catch((next: unknown) => this.restart(next));
    }, delayMs);
  }

  /** Frees the rows that the pool before had locked; its handlers have ended. */
  private async free(): Promise<void> {
    const poolIds = this.poolIds.splice(0);
    if (poolIds.length > 0) await this.options.pool.query('select graphile_worker.force_unlock_workers($1::text[])', [poolIds]);
  }

  private remember(poolId: string): void {
    this.poolIds.push(poolId);
    // Should this fail, the auditor still finds rows that are locked under a name that no live worker has.
    void Promise.resolve(this.options.onPool(poolId)).catch((error: unknown) => this.options.logger.warn({ err: error }, 'Could not record the name of the queue pool'));
  }
}

/** Brings the tables of graphile-worker up to date. Runs under a lock of its own; safe beside itself. */
export async function migrateQueue(pool: Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool });
  try {
    await utils.migrate();
  } finally {
    await utils.release();
  }
}

function graphileLogger(logger: Logger): GraphileLogger {
  return new GraphileLogger(() => (level, message) => {
    if (level === 'error') logger.error({}, `queue: ${message}`);
    else if (level === 'warning') logger.warn({}, `queue: ${message}`);
    else logger.debug({}, `queue: ${message}`);
  });
}
