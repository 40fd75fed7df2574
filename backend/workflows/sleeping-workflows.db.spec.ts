import { expect, test } from '@jest/globals';
import { createTestApp } from '../../test/support/app.ts';
import { StatementCounter } from '../../test/bench/statement-counter.ts';
import { Metrics } from '../observability/metrics.ts';
import { Database } from '../database/database.ts';

const sleepers = 1_000;
const quietMs = 3_000;

/** What an idle worker asks of the database in that time: its lease, the looks of its queues. */
const idleStatements = 30;

test(`${sleepers} workflows that sleep for a day leave an idle worker, cost a handful of statements each, and go on when they are woken`, async () => {
  await using app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '8' });
  const workspace = await app.make.aWorkspace();
  await workspace.aFolder('wf');
  const database = app.get(Database);
  const client = workspace.admin.client;
  const content = `
import { workflow, sleep, step } from 'millrace';
export const main = workflow(async (n: number) => {
  const before = await step('before', () => n);
  await sleep('1 day');
  return before;
});`;
  expect((await client.put(`${workspace.api}/scripts/f/wf/sleeper`, { language: 'bun', content })).status).toBe(201);
  const counter = await StatementCounter.open(app.platform.config.DATABASE_URL ?? '');
  try {
    await client.post(`${workspace.api}/jobs/run_wait_result/p/f/wf/sleeper?wait_s=1`, { n: -1 });
    const before = await counter.read();
    await client.post(`${workspace.api}/jobs/run_batch/p/f/wf/sleeper`, { args: Array.from({ length: sleepers }, (_, n) => ({ n })) });
    const awake = async () => (await database.run({ text: `select 1 from job where status in ('queued', 'running') limit 1`, values: [] })).length > 0;
    while (await awake()) await new Promise((resolve) => setTimeout(resolve, 100));
    const asked = (await counter.since(before)).filter(({ text }) => !text.includes('limit $')).reduce((sum, { calls }) => sum + calls, 0);
    // Starts and checkpoints are shared; letting go is a transaction of four statements for each.
    expect(asked / sleepers).toBeLessThan(14);

    const metrics = await app.get(Metrics).text();
    expect(metrics).toMatch(/^millrace_runners_busy 0$/m);
    expect(metrics).toMatch(/^millrace_worker_slots_busy 0$/m);
    const atRest = await counter.read();
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    const idle = (await counter.since(atRest)).reduce((sum, { calls }) => sum + calls, 0);
    expect(idle).toBeLessThan(idleStatements);

    // A day later.
    await database.run({ text: `update wait set due_at = now() where closed_at is null`, values: [] });
    await database.run({ text: `update graphile_worker._private_jobs set run_at = now() where key like 'wait:%'`, values: [] });
    const live = async () => (await database.run({ text: 'select 1 from job where ended_at is null limit 1', values: [] })).length > 0;
    while (await live()) await new Promise((resolve) => setTimeout(resolve, 100));
    const [ended] = await database.run<{ wrong: number }>({
      text: `select count(*)::integer as wrong from job where path = 'f/wf/sleeper' and (status <> 'succeeded' or result::text <> args->>'n')`,
      values: [],
    });
    expect(ended?.wrong).toBe(0);
  } finally {
    await counter.close();
  }
}, 240_000);
