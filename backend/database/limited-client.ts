import pg from 'pg';

/** A statement that takes longer has no one at the other end any more: nothing that Millrace asks for takes so long. In milliseconds. */
export const answerLimitMs = 30_000;

type Query = (...parameters: unknown[]) => unknown;

/**
 * A connection that gives up when a statement is not answered in time, by ending itself. A connection can be half-open: a firewall forgot it, or the
 * other machine is gone without a word. The system would tell after a quarter of an hour at the earliest, and everything that waits for an answer would
 * wait so long. To everybody above, it then looks like any lost connection.
 *
 * What silenced one has silenced others: those that rest, and have not answered since, end with it, so that nobody has to find out about each of them.
 *
 * A statement may bring a limit of its own as `answerWithinMs`.
 */
export class LimitedClient extends pg.Client {
  private static readonly open = new Set<LimitedClient>();
  private limit: NodeJS.Timeout | undefined;
  private askedAt = 0;
  private answeredAt = performance.now();

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('drain', () => this.answered());
    this.on('end', () => this.ended());
    const query = this.query.bind(this) as Query;
    this.query = ((...parameters: unknown[]) => {
      this.asked(parameters[0]);
      return query(...parameters);
    }) as typeof this.query;
  }

  private asked(statement: unknown): void {
    const { answerWithinMs = answerLimitMs } = (typeof statement === 'object' && statement !== null ? statement : {}) as { answerWithinMs?: number };
    LimitedClient.open.add(this);
    this.askedAt = performance.now();
    clearTimeout(this.limit);
    this.limit = setTimeout(() => this.giveUp(), answerWithinMs).unref();
  }

  private answered(): void {
    clearTimeout(this.limit);
    this.limit = undefined;
    this.answeredAt = performance.now();
  }

  private ended(): void {
    clearTimeout(this.limit);
    LimitedClient.open.delete(this);
  }

  private giveUp(): void {
    this.destroy();
    for (const other of LimitedClient.open) if (other.limit === undefined && other.answeredAt < this.askedAt) other.destroy();
  }

  private destroy(): void {
    LimitedClient.open.delete(this);
    (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
