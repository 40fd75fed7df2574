import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { makeWorkerUtils, run, Logger } from 'graphile-worker';
import pg from 'pg';
import type { Bench } from './bench.ts';
import { percentile, timed } from './measure.ts';

const silent = new Logger(() => () => undefined);

/** Median of a bare insert with its commit, in milliseconds: the unit in which durable work is measured. */
export async function bareCommitMs({ postgres }: Bench): Promise<number> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await client.query('create table if not exists bench_commit (id bigint generated always as identity primary key, at timestamptz default now())');
    const insert = () => client.query({ name: 'bench_commit', text: 'insert into bench_commit default values' });
    await timed(50, insert);
    return percentile(await timed(500, insert), 0.5);
  } finally {
    await client.query('drop table if exists bench_commit');
    await client.end();
  }
}

/** Jobs per second of graphile-worker that do nothing, in its fastest mode, on the same server: fetched and completed in batches. */
export async function graphileRate({ postgres }: Bench, count: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 12 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const schema = 'bench_graphile';
  const utils = await makeWorkerUtils({ pgPool: pool, schema, logger: silent });
  await utils.migrate();
  await pool.query(
    `select count(*) from (select ${schema}.add_jobs(array_agg(('noop', '{}'::json, null, now(), 25, null, 0, null)::${schema}.job_spec)) from generate_series(1, $1)) as added`,
    [count],
  );
  await utils.release();
  let done = 0;
  let finish = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const start = performance.now();
  const runner = await run({
    pgPool: pool,
    schema,
    noHandleSignals: true,
    logger: silent,
    parsedCronItems: [],
    taskList: {
      noop: () => {
        done += 1;
        if (done === count) finish();
      },
    },
    preset: { worker: { concurrentJobs: 24, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  await ended;
  const rate = (count / (performance.now() - start)) * 1000;
  await runner.stop();
  await pool.query(`drop schema ${schema} cascade`);
  await pool.end();
  return rate;
}

/** Median of starting Bun for nothing, in milliseconds. */
export async function bareBunStartMs(): Promise<number> {
  const binary = createRequire(import.meta.url).resolve('bun/bin/bun.exe');
  const start = () =>
    new Promise<void>((resolve, reject) =>
      spawn(binary, ['-e', '0'], { stdio: 'ignore' })
        .once('error', reject)
        .once('exit', () => resolve()),
    );
  await timed(3, start);
  return percentile(await timed(20, start), 0.5);
}
