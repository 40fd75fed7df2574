import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestApp, type TestApp, type TestUser } from '../support/app.ts';
import { StatementCounter, type CountedStatement } from './statement-counter.ts';

const settings = { MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '8' };
const jobs = 60;
const idleSeconds = 20;
const statementsPerJob = 3;
const idleStatementsPerSecond = 2;
/** What a clock makes, such as the lease, comes on top; over so many jobs it is a fraction. */
const tolerance = 1.1;

let app: TestApp;
let ada: TestUser;
let base: string;
let counter: StatementCounter;

beforeAll(async () => {
  app = await createTestApp(settings);
  const workspace = await app.make.aWorkspace();
  ada = workspace.admin;
  base = `/api/w/${workspace.id}`;
  const deployed = await ada.client.put(`${base}/scripts/u/admin/noop`, { language: 'bun', content: 'export function main(n: number) { return n; }' });
  expect(deployed.status).toBe(201);
  counter = await StatementCounter.open(app.platform.config.DATABASE_URL ?? '');
  await run(0);
}, 60_000);

afterAll(async () => {
  await counter?.close();
  await app?.[Symbol.asyncDispose]();
}, 60_000);

const run = (n: number) => ada.client.post(`${base}/jobs/run_wait_result/p/u/admin/noop`, { n });

test(`a lone job costs the database at most ${statementsPerJob} statements beside those of the queue and of the request`, async () => {
  const before = await counter.read();
  for (let n = 0; n < jobs; n += 1) expect((await run(n)).body).toBe(n);
  const counted = (await counter.since(before)).filter(({ text }) => ![...ofTheQueue, ...ofTheRequest].some((pattern) => pattern.test(text)));
  expect(withinBudget(counted, jobs, statementsPerJob * tolerance)).toBe('within the budget');
}, 60_000);

test(`many jobs at once share their statements`, async () => {
  const before = await counter.read();
  const answer = await ada.client.post<{ ids: string[] }>(`${base}/jobs/run_batch/p/u/admin/noop`, { args: Array.from({ length: jobs }, (_, n) => ({ n })) });
  await Promise.all(answer.body.ids.map((id) => ada.client.get(`${base}/jobs/${id}/result?wait_s=30`)));
  const counted = (await counter.since(before)).filter(({ text }) => /\bjob set\b|into job\b/.test(text));
  expect(withinBudget(counted, jobs, 1)).toBe('within the budget');
}, 60_000);

test(`an idle system asks the database at most ${idleStatementsPerSecond} times a second`, async () => {
  const before = await counter.read();
  await pause(idleSeconds * 1000);
  expect(withinBudget(await counter.since(before), idleSeconds, idleStatementsPerSecond)).toBe('within the budget');
}, 60_000);

/** graphile-worker fetches and completes rows, in batches where there are many. */
const ofTheQueue = [/"?graphile_worker"?\._private_jobs as jobs/];

/** Who asks, for which script, what was opened lately, and the result at the end: they belong to a call that waits, not to a job. */
const ofTheRequest = [/as via_id/, /as version_id, version_\.version/, /insert into recent_item/, /^select id, path, status, result::text/];

/** Names what costs most when it is too much, so that a failure can be read. */
function withinBudget(counted: readonly CountedStatement[], units: number, budget: number): string {
  const perUnit = counted.reduce((sum, { calls }) => sum + calls, 0) / units;
  if (perUnit <= budget) return 'within the budget';
  return `${perUnit.toFixed(2)} instead of ${budget}:\n${counted.map(({ calls, text }) => `${(calls / units).toFixed(2)} ${text.replace(/\s+/g, ' ').slice(0, 160)}`).join('\n')}`;
}
