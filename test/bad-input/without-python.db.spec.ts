import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import type { WorkersOverview } from '../../backend/workers/workers.contract.ts';
import { createTestApp, type TestApp, type TestClient, type TestWorkspace } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { searchPathWithout } from '../support/search-path.ts';
import { refusalOf } from './refusal.ts';

const settings = { MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '2' };
const python = { language: 'python3', content: 'def main(name: str = "world"):\n    return "hello " + name\n' };
const missing = 'Python 3.10 or newer was not found on the search path of this machine.';

let database: TestDatabase;
let path: Disposable;
let app: TestApp;
let workspace: TestWorkspace;
let client: TestClient;

/** The application with the database of this file, which outlives it. */
const start = (more: Record<string, string> = {}) => createTestApp({ ...settings, ...more }, { database: { url: database.url, [Symbol.asyncDispose]: () => Promise.resolve() } });
const until = async (id: string, isThere: (job: Job) => boolean): Promise<Job> => {
  for (;;) {
    const { body } = await client.get<Job>(`${workspace.api}/jobs/${id}`);
    if (isThere(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

beforeAll(async () => {
  database = await createTestDatabase();
  path = searchPathWithout((program) => /^(python|pypy|pip|uv)/.test(program));
  app = await start();
  workspace = await app.make.aWorkspace();
  client = workspace.admin.client;
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  path[Symbol.dispose]();
  await database[Symbol.asyncDispose]();
}, 60_000);

describe('a server and worker without Python', () => {
  test('shows that Python is not available, with the reason, and takes all other tags', async () => {
    const { workers } = (await client.get<WorkersOverview>(`${workspace.api}/workers`)).body;
    const languages = new Map(workers[0]?.languages.map((language) => [language.name, language]));
    expect(languages.get('python3')).toMatchObject({ available: false, version: null, reason: missing });
    expect(languages.get('bash')).toMatchObject({ available: true, reason: null });
    expect([workers[0]?.tags.includes('bash'), workers[0]?.tags.includes('python3')]).toEqual([true, false]);
  });

  test('refuses to deploy Python, and says why and what to do', async () => {
    const refusal = refusalOf(await client.put(`${workspace.api}/scripts/u/admin/hello`, python));
    expect(refusal).toMatchObject({ code: 'language/unavailable', message: expect.stringMatching(/Python 3\.10 or newer was not found.*Install it/), details: { language: 'python3' } });
    expect(refusalOf(await client.get(`${workspace.api}/scripts/u/admin/hello`)).code).toBe('script/not_found');
    expect(refusalOf(await client.post(`${workspace.api}/signature`, python)).code).toBe('language/unavailable');
  });

  test('keeps Python code as a draft', async () => {
    expect((await client.put(`${workspace.api}/drafts/script/u/admin/hello`, { value: python })).status).toBe(200);
    expect((await client.get(`${workspace.api}/drafts/script/u/admin/hello`)).body).toMatchObject({ value: python });
  });

  test('goes on to deploy and run everything else', async () => {
    expect((await client.put(`${workspace.api}/scripts/u/admin/shell`, { language: 'bash', content: 'echo hello' })).status).toBe(201);
    expect((await client.post(`${workspace.api}/jobs/run_wait_result/p/u/admin/shell`, {})).body).toBe('hello');
  }, 30_000);

  test('fails a Python job that it is told to take all the same, with the reason', async () => {
    await using told = await start({ MILLRACE_WORKER_TAGS: 'python3,bash', MILLRACE_WORKER_NAME: 'told' });
    expect(told.url).not.toBe(app.url);
    const { text: id } = await client.post(`${workspace.api}/jobs/preview`, { ...python, args: {} });
    const { error } = await until(id, (job) => job.status === 'failed');
    expect(error).toMatchObject({ code: 'language/unavailable', message: expect.stringContaining(missing) });
  }, 60_000);

  // The last one: a process that has found Python once remembers where.
  test('lets a Python job wait, says that no worker takes its tag, and loses nothing until one comes', async () => {
    const { text: id, status } = await client.post(`${workspace.api}/jobs/preview`, { ...python, args: { name: 'Ada' } });
    expect(status).toBe(201);
    const { body: waiting } = await client.get<Job>(`${workspace.api}/jobs/${id}`);
    expect(waiting).toMatchObject({ status: 'queued', waiting_for: { reason: 'no_worker_for_tag', message: expect.stringMatching(/No live worker takes the tag "python3".*Start one/) } });
    const { queues } = (await client.get<WorkersOverview>(`${workspace.api}/workers`)).body;
    expect(queues).toContainEqual(expect.objectContaining({ tag: 'python3', queued: 1, workers: 0 }));
    path[Symbol.dispose]();
    try {
      await using withPython = await start();
      expect(withPython.url).not.toBe(app.url);
      expect(await until(id, (job) => job.status === 'succeeded')).toMatchObject({ result: 'hello Ada', attempt: 1 });
    } finally {
      path = searchPathWithout((program) => /^(python|pypy|pip|uv)/.test(program));
    }
  }, 60_000);
});
