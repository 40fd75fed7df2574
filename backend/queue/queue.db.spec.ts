import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg, { type PoolClient } from 'pg';
import { until } from '../../test/support/until.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { Logger } from '../observability/logger.ts';
import { migrateQueue, Queue } from './queue.ts';

const logger = Logger.create('silent', 'queue test');

test('rows that a fetch of a replaced generation locks late, and cannot give back, are taken by the next one', async () => {
  await using database = await createTestDatabase();
  const direct = new pg.Pool({ connectionString: database.url, max: 2 });
  const pool = new pg.Pool({ connectionString: database.url, max: 8, application_name: 'under test' });
  for (const one of [direct, pool]) {
    one.on('error', () => undefined);
    one.on('connect', (client) => client.on('error', () => undefined));
  }
  await migrateQueue(direct);
  const slow = new SlowFetch(pool);
  const handled: unknown[] = [];
  const second = Promise.withResolvers<void>();
  const pools: string[] = [];
  const queue = new Queue({
    pool,
    tasks: { probe: async (payload) => void handled.push(payload) },
    concurrency: 2,
    logger,
    // The second generation takes nothing before the late fetch of the first one has taken the row.
    onPool: (poolId) => (pools.push(poolId) === 1 ? undefined : second.promise),
  });
  try {
    await queue.start();
    await until(() => slow.isHeld);
    await direct.query(`select graphile_worker.add_job('probe', '{}', job_key => $1)`, [randomUUID()]);
    // It may not listen yet when it fetches for the first time.
    await until(async () => (await direct.query(endListening)).rows.length > 0);
    await until(() => pools.length > 1);
    // Longer than the first look of those that free rows, so that only what the fetch itself brings about can help.
    await pause(5_500);
    slow.letGo();
    await until(async () => (await lockedBy(direct)).includes(pools[0] ?? ''));
    second.resolve();
    await until(() => handled.length > 0, { limitMs: 20_000 });
    expect(handled).toEqual([{}]);
  } finally {
    await queue.stop();
    await Promise.all([pool.end(), direct.end()]);
  }
});

const endListening = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'under test' and query ilike 'listen%'`;

/** Holds the first fetch until it is let go, and has the first return of rows fail. */
class SlowFetch {
  isHeld = false;
  private readonly gate = Promise.withResolvers<void>();
  private hasRefused = false;

  constructor(pool: pg.Pool) {
    const known = new WeakSet<PoolClient>();
    pool.on('acquire', (client) => {
      if (known.has(client)) return;
      known.add(client);
      this.slowDown(client);
    });
  }

  letGo(): void {
    this.gate.resolve();
  }

  private slowDown(client: PoolClient): void {
    const original = client.query.bind(client) as (...parameters: unknown[]) => Promise<unknown>;
    (client as unknown as { query: unknown }).query = async (...parameters: unknown[]): Promise<unknown> => {
      const statement = parameters[0];
      const text = typeof statement === 'string' ? statement : String((statement as { text?: unknown } | null)?.text);
      if (!this.isHeld && /skip locked/i.test(text)) {
        this.isHeld = true;
        await this.gate.promise;
      }
      if (!this.hasRefused && /GREATEST\(0, attempts - 1\)/.test(text)) {
        this.hasRefused = true;
        throw new Error('The rows cannot be given back now');
      }
      return original(...parameters);
    };
  }
}

async function lockedBy(pool: pg.Pool): Promise<string[]> {
  return (await pool.query<{ locked_by: string }>('select locked_by from graphile_worker._private_jobs where locked_by is not null')).rows.map((row) => row.locked_by);
}
