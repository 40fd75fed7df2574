import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Installation, installationSettings } from '../support/installation.ts';
import { makeTestFolder } from '../support/test-server.ts';
import { invariants } from '../../backend/auditor/invariants.ts';
import { behaviours, scriptContent } from './behaviours.ts';
import { ExecutionLedger } from './execution-ledger.ts';
import { draw } from './fault-plan.ts';
import { JobHistory } from './job-history.ts';
import { RestartablePostgres } from './restartable-postgres.ts';
import { seed } from './seed.ts';
import { Supervised } from './supervised.ts';
import { findProblems, pathOf, planJobs, untilAllEnded, type PlannedJob } from './workload.ts';

/** `npm run chaos` makes it 2,000; `npm test` has no time for so many. */
const jobs = Number(process.env['MILLRACE_CHAOS_JOBS'] ?? 200);
/** So many jobs are asked for in a second, so that all the time some are in flight. */
const jobsPerSecond = 6;
const askAtOnce = 20;
const calmLimitMs = 90_000;
const limitMs = (jobs / jobsPerSecond) * 1000 * 3 + calmLimitMs + 120_000;

let database: RestartablePostgres;
let ledger: ExecutionLedger;
let server: Supervised;
let workers: Supervised[] = [];
let history: JobHistory;
let installation: Installation;

beforeAll(async () => {
  database = await RestartablePostgres.start();
  ledger = await ExecutionLedger.start();
  const port = String(await freePort());
  const settings = {
    ...installationSettings,
    DATABASE_URL: database.url,
    PORT: port,
    MILLRACE_MASTER_KEY: 'a master key that all processes share',
    MILLRACE_LOG_LEVEL: 'warn',
    MILLRACE_CONCURRENCY: '8',
  };
  server = await Supervised.start('server', { ...settings, MILLRACE_MODE: 'server', MILLRACE_DATA_DIR: makeTestFolder() }, /is ready: (\S+)/);
  const workerSettings = (name: string) => ({ ...settings, MILLRACE_MODE: 'worker', MILLRACE_WORKER_NAME: name, MILLRACE_DATA_DIR: makeTestFolder() });
  workers = await Promise.all(['ada', 'bob'].map((name) => Supervised.start(name, workerSettings(name), /(\S+) takes jobs/)));
  installation = await Installation.enter(`http://127.0.0.1:${port}`);
  await installation.must('PUT', '/folders/recovery', {});
  for (const [name, { settings: scriptSettings }] of Object.entries(behaviours))
    await installation.deploy(pathOf(name), { language: 'bun', content: scriptContent, settings: scriptSettings });
  history = await JobHistory.begin(database.url);
}, 180_000);

afterAll(async () => {
  await Promise.all([server?.stop(), ...workers.map((worker) => worker.stop())]);
  await ledger?.[Symbol.asyncDispose]();
  await database?.stop();
}, 120_000);

test(
  `${jobs} jobs end as declared while workers, the server and Postgres are killed`,
  async () => {
    const planned = planJobs(`${seed}:chaos`, jobs);
    const isOver = new AbortController();
    const troubles = [killProcesses(isOver.signal), restartPostgres(isOver.signal)];
    const cancellations = await askAll(planned);
    await Promise.all(cancellations);
    isOver.abort();
    await Promise.all(troubles);
    await untilAllEnded(history, calmLimitMs);
    const problems = [...findProblems(planned, await history.ended(), (key) => ledger.count(key)), ...(await history.problems())];
    const spared = [...[server, ...workers].filter(({ kills }) => kills === 0).map(({ name }) => name), ...(database.restarts === 0 ? ['postgres'] : [])];
    expect({ seed, problems, audit: await audit(), spared }).toEqual({ seed, problems: [], audit: [], spared: [] });
  },
  limitMs,
);

/** Asks for all jobs at their pace; gives the cancellations that are still to come. */
async function askAll(planned: readonly PlannedJob[]): Promise<Promise<void>[]> {
  const cancellations: Promise<void>[] = [];
  const left = [...planned.entries()];
  const begin = Date.now();
  await Promise.all(
    Array.from({ length: askAtOnce }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [index, job] = next;
        await pause(Math.max(0, begin + (index / jobsPerSecond) * 1000 - Date.now()));
        const id = await ask(job);
        if (job.cancelAfterMs !== null) cancellations.push(cancelLater(id, job.cancelAfterMs));
      }
    }),
  );
  return cancellations;
}

async function ask({ key, behaviour }: PlannedJob): Promise<string> {
  const query = new URLSearchParams({ idempotency_key: key, ...behaviours[behaviour]?.query });
  const { text } = await installation.must('POST', `/jobs/run/p/${pathOf(behaviour)}?${query}`, { key, behaviour, ledger: ledger.url });
  return text;
}

async function cancelLater(id: string, delayMs: number): Promise<void> {
  await pause(delayMs);
  await installation.send('POST', `/jobs/${id}/cancel`, { reason: 'declared' });
}

/** Every three to seven seconds one process goes: mostly by `kill -9`, sometimes a worker is replaced in an orderly way. */
async function killProcesses(isOver: AbortSignal): Promise<void> {
  for (let round = 0; await waited(3_000 + draw(`${seed}:pause:${round}`) * 4_000, isOver); round += 1) {
    const victims = [server, ...workers].filter(({ isRunning }) => isRunning);
    const fewest = Math.min(...victims.map(({ kills }) => kills));
    // Those that were spared up to now come first, so that each process is hit also in a short run.
    const candidates = victims.filter(({ kills }) => kills === fewest);
    const victim = candidates[Math.floor(draw(`${seed}:victim:${round}`) * candidates.length)];
    if (victim === undefined) continue;
    if (victim !== server && draw(`${seed}:orderly:${round}`) < 0.25) void victim.replace();
    else await victim.kill();
  }
}

/** Every five to ten seconds: by turns an orderly restart, which ends all connections, and a crash. */
async function restartPostgres(isOver: AbortSignal): Promise<void> {
  for (let round = 0; await waited(5_000 + draw(`${seed}:restart:${round}`) * 5_000, isOver); round += 1) {
    await database.restart(round % 2 === 0 ? 'orderly' : 'crash');
  }
}

/** False when it was over before. */
async function waited(ms: number, isOver: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal: isOver }).catch(() => false);
}

/** What the auditor finds now, and what it found in the meantime. */
async function audit(): Promise<string[]> {
  const found: string[] = [];
  for (const { name, query } of invariants) for (const { subject } of await history.query<{ subject: string }>(query)) found.push(`${name}: ${subject}`);
  const events = await history.query<{ details: object }>(`select details from event where action = 'auditor.found'`);
  return [...found, ...events.map(({ details }) => `in the meantime: ${JSON.stringify(details)}`)];
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
