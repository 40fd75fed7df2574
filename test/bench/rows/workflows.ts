import pg from 'pg';
import type { Bench } from '../bench.ts';
import { percentile, repeated, summary, timed, withSpread, withUnit, type BenchRow } from '../measure.ts';
import { bareCommitMs } from '../references.ts';

const stepsOf = (count: number): string => `
import { workflow, step } from 'millrace';
export const main = workflow(async (n: number) => {
  let sum = n;
  for (let index = 0; index < ${count}; index += 1) sum = await step('add', () => sum + 1);
  return sum;
});`;

/** Durations of one call after another of the endpoint that waits, in milliseconds. */
async function callsOf(bench: Bench, path: string, calls: number): Promise<number[]> {
  await timed(20, (n) => bench.post(`/jobs/run_wait_result/p/${path}`, { n }));
  return timed(calls, (n) => bench.post(`/jobs/run_wait_result/p/${path}`, { n }));
}

/** Three inline steps, alone and a hundred at once; and what a single step adds. */
export async function workflowRows(bench: Bench): Promise<BenchRow[]> {
  const three = await bench.deploy('workflow_3', stepsOf(3));
  const none = await bench.deploy('workflow_0', stepsOf(0));
  const many = await bench.deploy('workflow_40', stepsOf(40));
  const commitMs = await bareCommitMs(bench);
  const rounds = bench.isLong ? 5 : 3;
  const calls = (await repeatedCalls(bench, three, rounds, 100)).flat();
  const medians = summary((await repeatedCalls(bench, three, rounds, 100)).map((durations) => percentile(durations, 0.5)));
  const [empty, long] = [percentile(await callsOf(bench, none, 100), 0.5), percentile(await callsOf(bench, many, 50), 0.5)];
  const stepMs = (long - empty) / 40;
  const perSecond = summary(await repeated(3, () => concurrently(bench, three, bench.isLong ? 2_000 : 600)));
  return [
    {
      what: 'Workflow of three inline steps, warm, one after another, p50',
      floor: '≤ 10 ms',
      aim: '4 ms',
      measured: `${withSpread(medians, 'ms')}; p95 ${withUnit(percentile(calls, 0.95), 'ms')}`,
      reference: 'on record elsewhere: Restate 4.1 ms, Windmill 103 ms, Temporal 119 ms',
      ratio: '',
      meets: medians.median <= 10,
    },
    {
      what: 'One inline step of a workflow',
      floor: '≤ 5 × the reference',
      aim: '0.5 ms',
      measured: withUnit(stepMs, 'ms'),
      reference: `a bare commit: ${withUnit(commitMs, 'ms')}`,
      ratio: `${(stepMs / commitMs).toFixed(1)} ×`,
      meets: stepMs <= commitMs * 5,
    },
    {
      what: 'Workflows of three inline steps, a hundred at once',
      floor: '',
      aim: '',
      measured: withSpread(perSecond, '/s'),
      reference: 'on record elsewhere: Restate 2,057/s, Windmill 152/s, Temporal 39/s',
      ratio: '',
      meets: true,
    },
  ];
}

async function repeatedCalls(bench: Bench, path: string, rounds: number, calls: number): Promise<number[][]> {
  const all: number[][] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await callsOf(bench, path, calls));
  return all;
}

/** A hundred callers that wait, each for one after the other. */
async function concurrently(bench: Bench, path: string, count: number): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      while (next < count) await bench.post(`/jobs/run_wait_result/p/${path}`, { n: (next += 1) });
    }),
  );
  return (count / (performance.now() - start)) * 1000;
}

const sleeper = `
import { workflow, sleepUntil } from 'millrace';
export const main = workflow(async (until: string) => { await sleepUntil(until); return 'awake'; });`;
const idleSeconds = 10;

/** Workflows that sleep until the same moment: what they cost while they sleep, and how far apart they wake. */
export async function sleepersRow(bench: Bench): Promise<BenchRow[]> {
  const count = bench.isLong ? 10_000 : 1_000;
  const path = await bench.deploy('workflow_sleeper', sleeper);
  const leadMs = count * 12 + 25_000;
  const until = new Date(Date.now() + leadMs);
  await bench.post(`/jobs/run_batch/p/${path}`, { args: Array.from({ length: count }, () => ({ until })) });
  const one = async <Row extends pg.QueryResultRow>(text: string): Promise<Row> => (await bench.database.query<Row>(text, [path])).rows[0] as Row;
  while ((await one<{ awake: number }>(`select count(*)::integer as awake from job where path = $1 and status in ('queued', 'running')`)).awake > 0) await new Promise((wake) => setTimeout(wake, 100));
  const perSecond = await statementsPerSecond(bench);
  const { busy } = await one<{ busy: number }>(`select coalesce(sum((load->>'busy')::integer), 0)::integer as busy from worker where ended_at is null and $1 <> ''`);
  // Asked while they wake: from the index of what is alive, and only whether there is one.
  const live = `select exists (select 1 from job where workspace_id = 'acme' and ended_at is null and path = $1) as live`;
  while ((await one<{ live: boolean }>(live)).live) await new Promise((wake) => setTimeout(wake, 100));
  const { spread, done } = await one<{ spread: number; done: number }>(
    `select extract(epoch from max(wait.closed_at) - max(wait.due_at))::float8 as spread, extract(epoch from max(job.ended_at) - max(wait.due_at))::float8 as done from wait join job on job.id = wait.job_id where job.path = $1`,
  );
  return [
    {
      what: `${count.toLocaleString('en')} workflows that sleep until the same moment: from it until the last is woken`,
      floor: '< 2 s, no process while they sleep',
      aim: '',
      measured: `${withUnit(spread, 's')}; the last ended after ${withUnit(done, 's')}; ${busy} busy and ${withUnit(perSecond, 'statements/s')} while they slept`,
      reference: '',
      ratio: '',
      meets: spread < 2 && busy === 0,
    },
  ];
}

async function statementsPerSecond(bench: Bench): Promise<number> {
  const postgres = new pg.Client({ connectionString: bench.postgres.superuserUrl });
  await postgres.connect();
  try {
    await postgres.query('create extension if not exists pg_stat_statements');
    const count = async (): Promise<number> =>
      Number((await postgres.query(`select sum(calls) as count from pg_stat_statements where query not like '%pg_stat_statements%'`)).rows[0]?.count ?? 0);
    const before = await count();
    await new Promise((wake) => setTimeout(wake, idleSeconds * 1000));
    return ((await count()) - before) / idleSeconds;
  } finally {
    await postgres.end();
  }
}
