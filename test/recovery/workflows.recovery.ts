import { expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createTestDatabase } from '../support/database.ts';
import { Installation, installationSettings } from '../support/installation.ts';
import { makeTestFolder } from '../support/test-server.ts';
import { ExecutionLedger } from './execution-ledger.ts';
import { draw } from './fault-plan.ts';
import { seed } from './seed.ts';
import { Supervised } from './supervised.ts';

/** `MILLRACE_RECOVERY_WORKFLOWS` makes it larger. */
const workflows = Number(process.env['MILLRACE_RECOVERY_WORKFLOWS'] ?? 24);
const kills = 6;
/** What a lost worker held comes back after its lease of 15 s. */
const endLimitMs = 120_000;

/**
 * Each execution of a step tells the ledger, and its result is how often it was executed. So a recorded result that is smaller than what the ledger
 * counts tells of a step that was done again although it was on record.
 */
const typescript = `
import { workflow, step, task, sleep, parallel, random } from 'millrace';
const tell = async (ledger: string, key: string): Promise<number> => (await (await fetch(ledger + '/' + key, { method: 'POST' })).json()).count;
const child = task('child', async (ledger: string, key: string) => { await tell(ledger, key); return key; });
export const main = workflow(async (key: string, ledger: string) => {
  const chance = random();
  const first = await step('first', () => tell(ledger, key + '.first'));
  await sleep(0.3 + random());
  const branches = await parallel([0, 1, 2], async (n) => {
    await sleep(n / 5);
    return step('branch', () => tell(ledger, key + '.branch' + n));
  });
  const other = await child(ledger, key + '.child');
  await sleep('1.5s');
  const last = await step('last', () => tell(ledger, key + '.last'));
  return { chance, first, branches, other, last };
});`;
const python = `
import json
import random
import urllib.request
from millrace import workflow, step, task, sleep, parallel

def tell(ledger, key):
    with urllib.request.urlopen(urllib.request.Request(f"{ledger}/{key}", method="POST")) as answer:
        return json.load(answer)["count"]

@task
def child(ledger: str, key: str):
    tell(ledger, key)
    return key

@workflow
def main(key: str, ledger: str):
    chance = random.random()
    first = step("first", lambda: tell(ledger, key + ".first"))
    sleep(0.3 + random.random())
    def branch(n):
        sleep(n / 5)
        return step("branch", lambda: tell(ledger, f"{key}.branch{n}"))
    branches = parallel([0, 1, 2], branch)
    other = child(ledger, key + ".child")
    sleep("1.5s")
    last = step("last", lambda: tell(ledger, key + ".last"))
    return {"chance": chance, "first": first, "branches": branches, "other": other, "last": last}
`;

test(`${workflows} workflows end, and no recorded step is done again, while workers are killed`, async () => {
  await using database = await createTestDatabase();
  await using ledger = await ExecutionLedger.start();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const settings = {
    ...installationSettings,
    DATABASE_URL: database.url,
    PORT: String(await freePort()),
    MILLRACE_MASTER_KEY: 'a master key that all processes share',
    MILLRACE_LOG_LEVEL: 'warn',
    MILLRACE_SANDBOX: 'none',
    MILLRACE_CONCURRENCY: '8',
    MILLRACE_WORKFLOW_HOT_MS: '400',
  };
  const server = await Supervised.start('server', { ...settings, MILLRACE_MODE: 'server', MILLRACE_DATA_DIR: makeTestFolder() }, /is ready: (\S+)/);
  const worker = (name: string) =>
    Supervised.start(name, { ...settings, MILLRACE_MODE: 'worker', MILLRACE_WORKER_NAME: name, MILLRACE_DATA_DIR: makeTestFolder() }, /(\S+) takes jobs/);
  const workers = await Promise.all([worker('ada'), worker('bob')]);
  try {
    const installation = await Installation.enter(`http://127.0.0.1:${settings.PORT}`);
    await installation.must('PUT', '/folders/recovery', {});
    await installation.deploy('f/recovery/in_typescript', { language: 'bun', content: typescript });
    await installation.deploy('f/recovery/in_python', { language: 'python3', content: python });
    const ids: string[] = [];
    for (let index = 0; index < workflows; index += 1) {
      const path = index % 2 === 0 ? 'f/recovery/in_typescript' : 'f/recovery/in_python';
      ids.push((await installation.must('POST', `/jobs/run/p/${path}?idempotency_key=w${index}`, { key: `w${index}`, ledger: ledger.url })).text.trim());
    }
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(700 + draw(`${seed}:pause:${kill}`) * 1_800);
      await workers[Math.floor(draw(`${seed}:victim:${kill}`) * workers.length)]?.kill();
    }
    const hasLive = async () => (await client.query('select 1 from job where id = any($1::uuid[]) and ended_at is null limit 1', [ids])).rowCount === 1;
    for (const deadline = Date.now() + endLimitMs; Date.now() < deadline && (await hasLive()); ) await pause(200);
    expect({ seed, ...(await findings(client, ids, ledger)) }).toEqual({ seed, notSucceeded: [], doneAgain: [], wrong: [], left: 0 });
  } finally {
    await Promise.all([server.stop(), ...workers.map((one) => one.stop())]);
    await client.end();
  }
}, 300_000);

type Result = { chance: number; first: number; branches: number[]; other: string; last: number };

/** Compares the results and the record with what the ledger saw. */
async function findings(client: pg.Client, ids: readonly string[], ledger: ExecutionLedger) {
  const { rows: jobs } = await client.query<{ status: string; error: unknown; key: string; result: Result }>(
    `select status, error, args->>'key' as key, result from job where id = any($1::uuid[])`,
    [ids],
  );
  const { rows: steps } = await client.query<{ job: string; key: string; name: string; result: number }>(
    `select job.args->>'key' as job, step.key, step.name, step.result from workflow_step step join job on job.id = step.job_id where step.kind = 'step' and job.id = any($1::uuid[])`,
    [ids],
  );
  const placeOf = (name: string, key: string): string => (name === 'branch' ? `branch${/\[(\d)\]/.exec(key)?.[1]}` : name);
  const { rows: left } = await client.query(
    `select 1 from workflow_step where status = 'open' union all select 1 from wait where closed_at is null union all select 1 from job where ended_at is null`,
  );
  return {
    notSucceeded: jobs.filter(({ status }) => status !== 'succeeded').map(({ key, status, error }) => ({ key, status, error })),
    doneAgain: steps.filter(({ job, key, name, result }) => ledger.count(`${job}.${placeOf(name, key)}`) !== result),
    wrong: jobs.filter(({ key, result }) => result === null || result.other !== `${key}.child` || result.branches.length !== 3 || steps.filter(({ job }) => job === key).length !== 5),
    left: left.length,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
