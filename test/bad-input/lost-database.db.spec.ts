import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { Auditor } from '../../backend/auditor/auditor.service.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import type { Subscribed } from '../../backend/jobs/live.contract.ts';
import { codeOf, createTestApp, type TestApp, type TestClient, type TestWorkspace } from '../support/app.ts';
import { CuttableDatabase } from '../support/database-proxy.ts';
import { recordLog } from '../support/recorded-log.ts';
import { refusalOf } from './refusal.ts';

const log = recordLog();
let database: CuttableDatabase;
let app: TestApp;
let workspace: TestWorkspace;
let person: TestClient;
let program: TestClient;
let folder: string;

beforeAll(async () => {
  database = await CuttableDatabase.create();
  app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '4' }, { database, logger: log.logger });
  workspace = await app.make.aWorkspace();
  person = workspace.admin.client;
  program = await workspace.admin.withToken();
  folder = await mkdtemp(join(tmpdir(), 'millrace-ledger-'));
  chmodSync(folder, 0o777);
  // Each run leaves a line where no database is needed: what ran is known for certain.
  await deploy('work', `name="$1"\nseconds="$2"\necho begun\nsleep "$seconds"\necho "$name" >> ${join(folder, 'ledger')}\necho "$name"`);
  await deploy('talk', 'for i in $(seq 1 40); do echo "line $i"; sleep 0.1; done; echo done');
}, 60_000);
afterAll(async () => {
  await database.restore();
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function deploy(name: string, content: string): Promise<void> {
  expect((await person.put(`${workspace.api}/scripts/u/admin/${name}`, { language: 'bash', content })).status).toBe(201);
}

const ledger = async () => (await readFile(join(folder, 'ledger'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '').sort();
const jobOf = async (id: string) => (await program.get<Job>(`${workspace.api}/jobs/${id}`)).body;
const run = async (args: object, query = '') => program.post(`${workspace.api}/jobs/run/p/u/admin/work${query}`, args);

/** Asks until the answer is the one that is awaited; the test's own limit ends it. */
async function until<Value>(ask: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const ended = (id: string) => until(() => jobOf(id), (job) => ['succeeded', 'failed', 'cancelled'].includes(job.status));
const begun = (id: string) => until(() => jobOf(id), (job) => job.status === 'running');

/** Everything that `work` asks for meets a lost database; afterwards it is there again, and the application has noticed. */
async function whileLost<Value>(work: () => Promise<Value>): Promise<Value> {
  await database.cut();
  try {
    return await work();
  } finally {
    await database.restore();
    await until(() => app.anonymous.get('/api/health'), ({ status }) => status === 200);
  }
}

describe('a request while the database is lost', () => {
  const requests: [string, (client: { person: TestClient; program: TestClient }) => Promise<import('../support/app.ts').TestAnswer>][] = [
    ['of a person', ({ person: client }) => client.get(`${workspace.api}/scripts`)],
    ['of a program', ({ program: client }) => client.get(`${workspace.api}/jobs`)],
    ['to run something', ({ program: client }) => client.post(`${workspace.api}/jobs/run/p/u/admin/work`, { name: 'x', seconds: '0' })],
    ['to run something and wait', ({ program: client }) => client.post(`${workspace.api}/jobs/run_wait_result/p/u/admin/work`, { name: 'x', seconds: '0' })],
    ['to deploy', ({ program: client }) => client.put(`${workspace.api}/scripts/u/admin/new`, { language: 'bash', content: 'echo' })],
    ['to sign in', () => app.anonymous.post('/api/auth/login', { email: workspace.admin.email, password: 'never-in-a-log-please' })],
    ['with an invitation', () => app.anonymous.get(`/api/auth/invitations/mri_${'A'.repeat(43)}`)],
  ];

  test('is answered with 503, when to come back, and its id, which the log has too; no secret is told', async () => {
    const answers = await whileLost(() => Promise.all(requests.map(async ([what, ask]) => [what, await ask({ person, program })] as const)));
    for (const [what, answer] of answers) {
      const refusal = refusalOf(answer);
      expect([what, refusal.code, answer.headers.get('retry-after')]).toEqual([what, 'server/unavailable', expect.stringMatching(/^\d+$/)]);
      expect(refusal.message).toMatch(/cannot reach its database.*try again/);
      expect(log.lines).toContainEqual(expect.objectContaining({ request_id: refusal.request_id, code: 'server/unavailable', status: 503 }));
    }
    expect(log.text()).not.toMatch(/postgres(ql)?:\/\/|never-in-a-log|mr_[A-Za-z0-9_-]{43}|mri_[A-Za-z0-9_-]{43}|mrs_[A-Za-z0-9_-]{43}|csrf_[A-Za-z0-9_-]{43}/);
  }, 60_000);

  test('that needs no database is answered as ever, and the health says what is wrong', async () => {
    await whileLost(async () => {
      expect((await app.anonymous.get('/api/version')).status).toBe(200);
      expect(codeOf(await app.anonymous.get('/api/nothing-here'))).toBe('request/not_found');
      const health = await until(() => app.anonymous.get('/api/health'), ({ status }) => status === 503);
      expect([health.body, health.headers.get('retry-after')]).toEqual([{ status: 'unavailable', database: 'unreachable' }, expect.stringMatching(/^\d+$/)]);
      expect((await app.anonymous.get('/metrics')).status).toBeLessThan(504);
    });
    expect((await app.anonymous.get('/api/health')).body).toMatchObject({ status: 'ok' });
  }, 60_000);

  test('makes one job when it is repeated under its key', async () => {
    const refused = await whileLost(() => run({ name: 'once', seconds: '0' }, '?idempotency_key=once'));
    expect(refused.status).toBe(503);
    const [first, second] = [await run({ name: 'once', seconds: '0' }, '?idempotency_key=once'), await run({ name: 'once', seconds: '0' }, '?idempotency_key=once')];
    expect([first.status, second.text]).toEqual([201, first.text]);
    await ended(first.text);
    expect((await ledger()).filter((line) => line === 'once')).toEqual(['once']);
  }, 60_000);
});

describe('jobs while the database is lost', () => {
  test('run on and end as they should, each once, and those that waited start afterwards', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `job-${index}`);
    const ids = await Promise.all(names.map(async (name) => (await run({ name, seconds: '1' })).text));
    await begun(ids[0] ?? '');
    // Longer than the running ones need: they end while nobody can be told.
    await whileLost(() => until(ledger, (lines) => lines.some((line) => line.startsWith('job-'))));
    const jobs = await Promise.all(ids.map(ended));
    expect(jobs.map(({ status, result, attempt }) => [status, result, attempt])).toEqual(names.map((name) => ['succeeded', name, 1]));
    expect((await ledger()).filter((line) => line.startsWith('job-'))).toEqual(names);
  }, 90_000);

  test('survive it coming and going', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `storm-${index}`);
    const ids = await Promise.all(names.map(async (name) => (await run({ name, seconds: '0.5' })).text));
    for (let round = 0; round < 4; round += 1) await whileLost(() => new Promise((resolve) => setTimeout(resolve, 100 + 150 * round)));
    const jobs = await Promise.all(ids.map(ended));
    expect(jobs.map(({ status }) => status)).toEqual(names.map(() => 'succeeded'));
    expect((await ledger()).filter((line) => line.startsWith('storm-'))).toEqual(names);
  }, 90_000);

  test('keep their whole log', async () => {
    const { text: id } = await program.post(`${workspace.api}/jobs/run/p/u/admin/talk`, {});
    await begun(id);
    await whileLost(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    await ended(id);
    expect((await program.get(`${workspace.api}/jobs/${id}/logs.txt`)).text).toBe(`${Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('')}done\n`);
  }, 60_000);

  test('can be cancelled afterwards', async () => {
    const { text: id } = await run({ name: 'cancelled', seconds: '60' });
    await begun(id);
    expect(codeOf(await whileLost(() => program.post(`${workspace.api}/jobs/${id}/cancel`, {})))).toBe('server/unavailable');
    expect((await program.post(`${workspace.api}/jobs/${id}/cancel`, {})).status).toBe(200);
    expect((await ended(id)).status).toBe('cancelled');
  }, 60_000);
});

describe('who waits while the database is lost', () => {
  test('gets the result when it is back', async () => {
    const waiting = program.post(`${workspace.api}/jobs/run_wait_result/p/u/admin/work`, { name: 'awaited', seconds: '1.5' });
    await until(() => program.get<{ items: Job[] }>(`${workspace.api}/jobs?status=running`), ({ body }) => body.items.length > 0);
    await whileLost(() => until(ledger, (lines) => lines.includes('awaited')));
    const answer = await waiting;
    expect([answer.status, answer.body]).toEqual([200, 'awaited']);
  }, 60_000);

  test('reads a stream on without a gap or a repeat', async () => {
    const streaming = program.post(`${workspace.api}/jobs/run_and_stream/p/u/admin/talk`, {});
    await until(() => program.get<{ items: Job[] }>(`${workspace.api}/jobs?status=running`), ({ body }) => body.items.length > 0);
    await whileLost(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    const { text } = await streaming;
    const pieces = [...text.matchAll(/^event: log\ndata: (.*)$/gm)].map(([, data]) => (JSON.parse(data ?? '') as { text: string }).text);
    expect(pieces.join('')).toBe(`${Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('')}done\n`);
    expect(text).toMatch(/event: result\ndata: "done"\n\n$/);
  }, 60_000);

  test('follows a job by a socket that was open, and by one that is opened meanwhile', async () => {
    const { text: id } = await program.post(`${workspace.api}/jobs/run/p/u/admin/talk`, {});
    const early = await follow(id);
    const late = await whileLost(async () => {
      const opened = followLater(id);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return opened;
    });
    await ended(id);
    for (const follower of [early, await late.joined]) {
      await until(() => Promise.resolve(follower.statuses), (statuses) => statuses.includes('succeeded'));
      await until(() => Promise.resolve(follower.texts.join('')), (text) => text.endsWith('done\n'));
      expect(follower.texts.join('')).toBe(`${Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('')}done\n`);
      expect(follower.seqs).toEqual([...new Set(follower.seqs)].sort((left, right) => left - right));
      follower.socket.disconnect();
    }
  }, 60_000);
});

type Follower = { socket: Socket; texts: string[]; seqs: number[]; statuses: string[] };

/** Opens a socket and subscribes to a job, as the run page does. The answer may come late. */
function followLater(jobId: string): { joined: Promise<Follower> } {
  const socket = io(app.url, { transports: ['websocket'], auth: { token: tokenOf(program) }, forceNew: true });
  const follower: Follower = { socket, texts: [], seqs: [], statuses: [] };
  socket.on('job.log', ({ seq, text }: { seq: number; text: string }) => {
    follower.seqs.push(seq);
    follower.texts.push(text);
  });
  socket.on('job.changed', ({ status }: { status: string }) => follower.statuses.push(status));
  const joined = new Promise<Follower>((resolve, reject) => {
    socket.on('connect', () => socket.emit('subscribe', { workspace: workspace.id, room: `job:${jobId}` }, (answer: Subscribed) => {
      if (answer.ok) resolve(follower);
      else reject(new Error(answer.error.message));
    }));
  });
  return { joined };
}

const follow = (jobId: string): Promise<Follower> => followLater(jobId).joined;
const tokenOf = (client: TestClient): string => client.authorization.replace('Bearer ', '');

test('after all of it the auditor finds nothing, and the worker is the one that it was', async () => {
  await until(() => app.get(Auditor).audit().catch(() => null), (found) => found !== null && found.length === 0);
  const { workers } = (await person.get<{ workers: { is_alive: boolean }[] }>(`${workspace.api}/workers`)).body;
  expect(workers).toMatchObject([{ is_alive: true }]);
}, 60_000);
