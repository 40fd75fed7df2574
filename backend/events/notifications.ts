import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { LimitedClient } from '../database/limited-client.ts';
import type { Logger } from '../observability/logger.ts';

/** Channels of Postgres NOTIFY and what their payload is. */
export type Channels = {
  /** Jobs changed: see `backend/jobs/job-notice.ts`. */
  millrace_job: string;
  /** Log chunks arrived. */
  millrace_log: string;
  /** A cancellation was asked for: ids of jobs. */
  millrace_cancel: string;
  /** A worker came, went or reported. */
  millrace_worker: string;
  /** Approvals changed: see `backend/approvals/approval-notice.sql.ts`. */
  millrace_approval: string;
  /** A flow run went on: see `backend/flows/flow-notice.ts`. */
  millrace_flow: string;
  /** Something that workflows wait for has ended while they run: ids of their jobs. */
  millrace_workflow: string;
  /** The timelines of workflows grew: ids of their jobs. */
  millrace_workflow_step: string;
  /** Answers of agents grew, or their threads changed: ids of threads. */
  millrace_thread: string;
  /** The working copy of an app changed: see `backend/apps/app-notice.ts`. */
  millrace_app: string;
  /** An evaluation went on: see `backend/evaluations/evaluation-notice.ts`. */
  millrace_evaluation: string;
  /** Somebody who edits an app is elsewhere in it, or has left: see `backend/live/presence.ts`. */
  millrace_presence: string;
  /** Somebody may have lost access to something; says not who. */
  millrace_access: string;
  /** Which tools there are may have changed: the workspace. */
  millrace_tools: string;
};

const channels: readonly (keyof Channels)[] = ['millrace_job', 'millrace_log', 'millrace_cancel', 'millrace_worker', 'millrace_approval', 'millrace_flow', 'millrace_workflow', 'millrace_workflow_step', 'millrace_thread', 'millrace_app', 'millrace_evaluation', 'millrace_presence', 'millrace_tools', 'millrace_access'];
const firstRetryMs = 100;
const longestRetryMs = 5_000;

/** How often the listening connection is asked whether it is still one. */
const lookIntervalMs = 15_000;
const lookAnswerMs = 5_000;

/**
 * The ear of this process on Postgres: one connection that listens, and listens again after a loss. What was notified
 * while it was away is gone, so `reconnected` tells listeners to look for themselves.
 */
export class Notifications {
  private readonly emitter = new EventEmitter().setMaxListeners(100);
  private client: LimitedClient | null = null;
  private isClosed = false;
  private retryMs = firstRetryMs;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly url: string, private readonly logger: Logger) {}

  /** Connects for the first time; rejects when that fails. */
  async start(): Promise<void> {
    await this.connect();
  }

  /** Calls `listener` with the payload of each notification; gives the function that stops it. */
  on(channel: keyof Channels | 'reconnected', listener: (payload: string) => void): () => void {
    this.emitter.on(channel, listener);
    return () => this.emitter.off(channel, listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new LimitedClient({ connectionString: this.url, application_name: 'millrace listener', keepAlive: true, connectionTimeoutMillis: 10_000 });
    client.on('notification', ({ channel, payload }) => this.emitter.emit(channel, payload ?? ''));
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, null));
    try {
      await client.connect();
      await client.query(channels.map((channel) => `listen ${channel}`).join('; '));
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.retryMs = firstRetryMs;
    this.timer = setTimeout(() => this.look(client), lookIntervalMs).unref();
  }

  /** A listener says nothing by itself: without a question now and then it would never learn that nobody is at the other end. */
  private look(client: LimitedClient): void {
    client.query({ text: 'select 1', answerWithinMs: lookAnswerMs } as pg.QueryConfig).then(
      () => { if (this.client === client) this.timer = setTimeout(() => this.look(client), lookIntervalMs).unref(); },
      (error: Error) => this.lost(client, error),
    );
  }

  /** Only the connection that is in use may be lost, and only once; one that did not come about is the business of {@link retry}. */
  private lost(client: LimitedClient, error: Error | null): void {
    if (this.isClosed || this.client !== client) return;
    this.logger.warn({ err: error }, 'Lost the listening connection to Postgres; connecting again');
    this.client = null;
    void client.end().catch(() => undefined);
    this.retryLater();
  }

  private retryLater(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.retry(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }

  private async retry(): Promise<void> {
    if (this.isClosed) return;
    try {
      await this.connect();
    } catch (error) {
      this.logger.debug({ err: error }, 'Postgres is still away');
      if (!this.isClosed) this.retryLater();
      return;
    }
    if (this.isClosed) void this.close();
    else this.emitter.emit('reconnected', '');
  }
}
