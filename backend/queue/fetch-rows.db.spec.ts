import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StatementCounter } from '../../test/bench/statement-counter.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { Logger } from '../observability/logger.ts';
import { fetchRows } from './fetch-rows.sql.ts';
import { migrateQueue, Queue } from './queue.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase({ url: testDatabase.url, entities: [], poolSize: 6, onError: () => undefined });
  await migrateQueue(database.pool);
}, 60_000);

afterAll(async () => {
  await database.close();
  await testDatabase[Symbol.asyncDispose]();
}, 60_000);

type Row = { task: string; n: number; priority?: number };

/** Adds rows in this order, each a second later than the one before, all of them due. */
async function add(rows: readonly Row[]): Promise<void> {
  await database.run({
    text: `select count(*) from graphile_worker.add_jobs((
      select array_agg((task, json_build_object('n', n), null, now() - interval '1 hour' + place * interval '1 ms', 100, null, coalesce(priority, 0), null)::graphile_worker.job_spec)
      from json_to_recordset($1::json) as row (task text, n integer, priority integer, place integer)))`,
    values: [JSON.stringify(rows.map((row, place) => ({ ...row, place })))],
  });
}

const taskIds = async (...tasks: string[]): Promise<number[]> =>
  (await database.run<{ id: number }>({ text: 'select id from graphile_worker._private_tasks where identifier = any($1::text[])', values: [tasks] })).map(
    ({ id }) => id,
  );

const forget = () => database.run({ text: 'delete from graphile_worker._private_jobs', values: [] });

test('rows are found without a look at those of tasks that this worker does not serve', async () => {
  await add([...Array.from({ length: 20_000 }, (_, n) => ({ task: 'job:nobody', n })), { task: 'job:served', n: 1 }]);
  const { text, values } = fetchRows('pool', await taskIds('job:served', 'job:other'), 120);
  const [answer] = await database.run<{ 'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number; 'Actual Rows': number } }] }>({
    text: `explain (analyze, buffers, format json) ${text.replace('$1', `'pool'`).replace('$2', `'{${(values[1] as number[]).join(',')}}'`)}`,
    values: [],
  });
  const plan = answer?.['QUERY PLAN'][0].Plan;
  expect(plan?.['Actual Rows']).toBe(1);
  // Its own pages and those of the indexes that lead there; those of the others are hundreds.
  expect((plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)).toBeLessThan(100);
  await forget();
}, 60_000);

test('of several tasks the most urgent rows come first, no more than asked for and none twice', async () => {
  await add([
    { task: 'job:b', n: 3 },
    { task: 'job:a', n: 4 },
    { task: 'job:b', n: 1, priority: -5 },
    { task: 'job:nobody', n: 0, priority: -9 },
    { task: 'job:a', n: 2, priority: -5 },
    { task: 'job:a', n: 5 },
  ]);
  const ids = await taskIds('job:a', 'job:b');
  const fetch = async (most: number) => (await database.run<{ payload: { n: number } }>(fetchRows('pool', ids, most))).map(({ payload }) => payload.n).sort();
  expect([await fetch(2), await fetch(2), await fetch(2), await fetch(2)]).toEqual([[1, 2], [3, 4], [5], []]);
  await forget();
});

test('the queue fetches so, and still runs each row once, acknowledges it, and tries again what failed', async () => {
  const counter = await StatementCounter.open(testDatabase.url);
  const seen: number[] = [];
  let failures = 1;
  const all = Promise.withResolvers<void>();
  const handle = (payload: unknown): Promise<void> => {
    const { n } = payload as { n: number };
    if (n === 7 && failures-- > 0) return Promise.reject(new Error('not now'));
    if (seen.push(n) === 200) all.resolve();
    return Promise.resolve();
  };
  const queue = new Queue({
    pool: database.pool,
    concurrency: 4,
    logger: Logger.create('silent', 'test'),
    onPool: () => undefined,
    tasks: { 'job:a': handle },
  });
  try {
    await add(Array.from({ length: 200 }, (_, n) => ({ task: 'job:a', n })));
    await queue.start();
    // What failed waits some seconds by itself.
    const again = {
      text: `update graphile_worker._private_jobs set run_at = now() where locked_at is null and last_error is not null returning 1`,
      values: [],
    };
    while ((await database.run(again)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await all.promise;
    await queue.stop();
    expect([...seen].sort((left, right) => left - right)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(await database.run({ text: 'select id from graphile_worker._private_jobs', values: [] })).toEqual([]);
    const texts = (await counter.read()).map(({ text }) => text);
    expect([texts.some((text) => text.includes('with taken as materialized')), texts.some((text) => text.includes('with j_raw as'))]).toEqual([true, false]);
  } finally {
    await queue.stop();
    await counter.close();
  }
}, 60_000);
