import pg from 'pg';
import type { Bench } from '../bench.ts';
import { percentile, repeated, summary, timed, withSpread, withUnit, type BenchRow } from '../measure.ts';
import { syncMedianMs } from './speed.ts';

const noop = 'export function main(n: number) { return n; }';

/** What a long queue of jobs that nobody takes does to the others. */
export async function queueDepthRow(bench: Bench): Promise<BenchRow> {
  const path = await bench.deploy('noop', noop);
  const waiting = await bench.deploy('waiting', noop, { tag: 'nobody' });
  const before = summary(await repeated(5, () => syncMedianMs(bench, path, 100)));
  const count = bench.isLong ? 100_000 : 20_000;
  for (let left = count; left > 0; left -= 10_000)
    await bench.post(`/jobs/run_batch/p/${waiting}`, { args: Array.from({ length: Math.min(left, 10_000) }, (_, n) => ({ n })) });
  const after = summary(await repeated(5, () => syncMedianMs(bench, path, 100)));
  await bench.database.query(`delete from job where path = $1`, [waiting]);
  await bench.database.query(
    `delete from graphile_worker._private_jobs where task_id = (select id from graphile_worker._private_tasks where identifier = 'job:nobody')`,
  );
  const ratio = after.median / before.median;
  return {
    what: `${count.toLocaleString('en')} queued jobs: a run beside them, p50`,
    floor: '≤ 2 × the reference',
    aim: '1.2 ×',
    measured: withSpread(after, 'ms'),
    reference: `with an empty queue: ${withSpread(before, 'ms')}`,
    ratio: `${ratio.toFixed(2)} ×`,
    meets: ratio <= 2,
  };
}

/** What a long history does to dispatch and to the runs page. */
export async function historyRows(bench: Bench): Promise<BenchRow[]> {
  const path = await bench.deploy('noop', noop);
  const count = bench.isLong ? 5_000_000 : 500_000;
  const before = summary(await repeated(3, () => bench.throughput(path, 3_000)));
  bench.progress(`  writing ${count.toLocaleString('en')} finished jobs …`);
  await bench.database.query(
    `insert into job (id, workspace_id, kind, path, args, status, result, created_by, run_as, tag, trace_id, attempt, created_at, scheduled_for, started_at, ended_at)
     select gen_random_uuid(), 'acme', 'script', 'f/history/script_' || n % 200, json_build_object('n', n), case when n % 50 = 0 then 'failed' else 'succeeded' end, to_json(n), 'u/admin', 'u/admin', 'bun', 'history', 1, at, at, at, at + interval '30 ms'
     from generate_series(1, $1) as n, lateral (select now() - n * interval '1 second' as at) as moment`,
    [count],
  );
  // What writing so much at once leaves to be done would be done while the jobs are counted.
  await bench.database.query('vacuum analyze job');
  const after = summary(await repeated(3, () => bench.throughput(path, 3_000)));
  const pages = ['/jobs?limit=50', '/jobs?limit=50&status=failed', '/jobs?limit=50&path=f/history/script_7', '/jobs?limit=50&folder=f/history'];
  const p95 = percentile(await timed(80, (n) => bench.get(pages[n % pages.length] ?? '/jobs')), 0.95);
  const ratio = after.median / before.median;
  const history = `${count.toLocaleString('en')} finished jobs in the table`;
  return [
    {
      what: `${history}: throughput`,
      floor: '≥ 90 % of the reference',
      aim: '98 %',
      measured: withSpread(after, '/s'),
      reference: `before them: ${withSpread(before, '/s')}`,
      ratio: `${(ratio * 100).toFixed(0)} %`,
      meets: ratio >= 0.9,
    },
    {
      what: `${history}: a page of runs, p95 over four filters`,
      floor: '≤ 100 ms',
      aim: '30 ms',
      measured: withUnit(p95, 'ms'),
      reference: '',
      ratio: '',
      meets: p95 <= 100,
    },
  ];
}

const idleSeconds = 30;

/** What the whole system asks of Postgres when nothing happens. */
export async function idleRow(bench: Bench): Promise<BenchRow> {
  const postgres = new pg.Client({ connectionString: bench.postgres.superuserUrl });
  await postgres.connect();
  await postgres.query('create extension if not exists pg_stat_statements');
  const count = async (): Promise<number> =>
    Number((await postgres.query(`select sum(calls) as count from pg_stat_statements where query not like '%pg_stat_statements%'`)).rows[0]?.count ?? 0);
  // The start must be over.
  await new Promise((wake) => setTimeout(wake, 5_000));
  const before = await count();
  await new Promise((wake) => setTimeout(wake, idleSeconds * 1000));
  const perSecond = ((await count()) - before) / idleSeconds;
  await postgres.end();
  return {
    what: 'Idle: statements per second on Postgres, whole system',
    floor: '≤ 2',
    aim: '0.2',
    measured: withUnit(perSecond, '/s'),
    reference: '',
    ratio: '',
    meets: perSecond <= 2,
  };
}
