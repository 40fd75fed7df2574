import type { Database } from '../database/database.ts';
import { appendLogs, type LogRow } from '../jobs/append-logs.sql.ts';
import { Batcher } from '../queue/batcher.ts';

/** Text waits at most so long, and at most so much of it, before it is written. */
const flushAfterMs = 100;
const flushAtCharacters = 16_384;

/** One log that is being written. */
export type JobLogWriter = {
  write(text: string): void;
  /** Writes what is left; the log is complete when this resolves. */
  end(): Promise<void>;
};

/**
 * Writes the logs of all jobs of this worker: each job has a buffer, one clock flushes them, and what is flushed together
 * goes to Postgres in one statement. A lost database only delays it: pieces are numbered, so that writing again repeats nothing.
 */
export class LogWriter {
  private readonly open = new Set<OpenLog>();
  private timer: NodeJS.Timeout | null = null;
  private readonly batcher: Batcher<LogRow, undefined>;

  /** @param retry does a database call until it is answered; see `until-answered.ts` */
  constructor(database: Database, retry: <Result>(work: () => Promise<Result>) => Promise<Result>) {
    this.batcher = new Batcher(async (rows) => {
      await retry(() => database.run(appendLogs(rows)));
      return rows.map(() => undefined);
    }, { maximumSize: 500, lanes: 2 });
  }

  /** Begins the log of an attempt; `seq` is the last number that was used. */
  begin(jobId: string, seq: number): JobLogWriter {
    const log = new OpenLog(jobId, seq, (row) => this.batcher.add(row));
    this.open.add(log);
    return {
      write: (text) => {
        if (log.append(text) >= flushAtCharacters) void log.flush();
        else this.flushSoon();
      },
      end: async () => {
        this.open.delete(log);
        await log.end();
      },
    };
  }

  private flushSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      for (const log of this.open) void log.flush();
    }, flushAfterMs);
  }
}

class OpenLog {
  private text = '';
  private sending: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;

  constructor(private readonly jobId: string, private seq: number, private readonly send: (row: LogRow) => Promise<unknown>) {}

  /** Gives how much text waits. */
  append(text: string): number {
    this.text += text;
    return this.text.length;
  }

  /** Sends what waits; resolves when everything up to now is in the database. Never rejects. */
  flush(): Promise<void> {
    if (this.sending) return this.sending;
    if (this.text === '' || this.failure) return Promise.resolve();
    this.sending = this.sendAll();
    return this.sending;
  }

  /** A failure that retrying does not mend surfaces here, at the end of the job. */
  async end(): Promise<void> {
    await this.flush();
    if (this.failure) throw this.failure.error;
  }

  /**
   * One piece after the other: whoever follows asks for what comes after the last number that they saw, so a piece must not be seen before the
   * ones in front of it. What is printed meanwhile makes the next piece longer.
   */
  private async sendAll(): Promise<void> {
    try {
      while (this.text !== '' && !this.failure) {
        this.seq += 1;
        const row = { jobId: this.jobId, seq: this.seq, text: this.text };
        this.text = '';
        await this.send(row);
      }
    } catch (error) {
      this.failure = { error };
    } finally {
      // In the same turn as the last look at the text: what comes now is sent by the next flush.
      this.sending = null;
    }
  }
}
