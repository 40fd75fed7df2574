import { EventEmitter } from 'node:events';
import pg from 'pg';
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
};

const channels: readonly (keyof Channels)[] = ['millrace_job', 'millrace_log', 'millrace_cancel', 'millrace_worker'];
const firstRetryMs = 100;
const longestRetryMs = 5_000;

/**
 * The ear of this process on Postgres: one connection that listens, and listens again after a loss. What was notified
 * while it was away is gone, so `reconnected` tells listeners to look for themselves.
 */
export class Notifications {
  private readonly emitter = new EventEmitter().setMaxListeners(100);
  private client: pg.Client | null = null;
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
    const client = new pg.Client({ connectionString: this.url, application_name: 'millrace listener', keepAlive: true, connectionTimeoutMillis: 10_000 });
    client.on('notification', ({ channel, payload }) => this.emitter.emit(channel, payload ?? ''));
    client.on('error', (error) => this.reconnectLater(client, error));
    client.on('end', () => this.reconnectLater(client, null));
    await client.connect();
    await client.query(channels.map((channel) => `listen ${channel}`).join('; '));
    this.client = client;
    this.retryMs = firstRetryMs;
  }

  private reconnectLater(lost: pg.Client, error: Error | null): void {
    if (this.isClosed || this.timer || (this.client !== null && this.client !== lost)) return;
    this.logger.warn({ err: error }, 'Lost the listening connection to Postgres; connecting again');
    this.client = null;
    void lost.end().catch(() => undefined);
    this.timer = setTimeout(() => void this.retry(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
  }

  private async retry(): Promise<void> {
    this.timer = null;
    if (this.isClosed) return;
    try {
      await this.connect();
      this.emitter.emit('reconnected', '');
    } catch (error) {
      this.timer = setTimeout(() => void this.retry(), this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
      this.logger.debug({ err: error }, 'Postgres is still away');
    }
  }
}
