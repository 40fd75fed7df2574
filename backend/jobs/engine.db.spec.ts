import { expect, test, describe, beforeAll, afterAll } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser } from '../../test/support/app.ts';
import { Auditor } from '../auditor/auditor.service.ts';

/** A worker in the test's process, without a sandbox: what isolates is tested in backend/runner. */
const settings = { MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '8' };

describe('the job engine, from HTTP to the result', () => {
  let app: TestApp;
  let ada: TestUser;
  let base: string;

  beforeAll(async () => {
    app = await createTestApp(settings);
    const workspace = await app.make.aWorkspace();
    ada = workspace.admin;
    base = `/api/w/${workspace.id}`;
  }, 60_000);
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  }, 60_000);

  const deploy = async (name: string, content: string, more: object = {}) => {
    const answer = await ada.client.put(`${base}/scripts/u/${ada.username}/${name}`, { language: 'bash', content, ...more });
    expect(answer.status).toBe(201);
    return `u/${ada.username}/${name}`;
  };
  const wait = (path: string, args: object = {}, query = '') => ada.client.post(`${base}/jobs/run_wait_result/p/${path}${query}`, args);

  test('a Bash script runs and gives its last line', async () => {
    const path = await deploy('hello', 'name="$1"\necho "hello $name"');
    const answer = await wait(path, { name: 'world' });
    expect([answer.status, answer.body]).toEqual([200, 'hello world']);
  }, 30_000);

  test('a TypeScript script gets its arguments by name and gives JSON', async () => {
    const path = await deploy('add', 'export function main(a: number, b: number = 2) { console.log("adding"); return { sum: a + b }; }', { language: 'bun' });
    expect((await wait(path, { a: 40 })).body).toEqual({ sum: 42 });
  }, 30_000);

  test('a failure says what the script said, with its line', async () => {
    const path = await deploy('broken', 'export function main() {\n  throw new TypeError("no such order");\n}', { language: 'bun' });
    const answer = await wait(path);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ error: { code: 'job/failed', details: { error: { name: 'TypeError', message: 'no such order', line: 2 } } } });
  }, 30_000);

  test('the log is there in full, with what went to stderr', async () => {
    const path = await deploy('chatty', 'echo one; echo two >&2; echo three');
    const id = (await ada.client.post(`${base}/jobs/run/p/${path}`, {})).text;
    await ada.client.get(`${base}/jobs/${id}`);
    await wait(path);
    const stream = await fetchStream(app, ada, `${base}/jobs/run_and_stream/p/${path}`);
    expect(stream).toContain('one');
    expect(stream).toContain('two');
    expect(stream).toMatch(/event: result\ndata: "three"/);
  }, 30_000);

  test('the same idempotency key gives the same job', async () => {
    const path = await deploy('once', 'echo done');
    const first = await ada.client.post(`${base}/jobs/run/p/${path}?idempotency_key=k1`, {});
    const second = await ada.client.post(`${base}/jobs/run/p/${path}?idempotency_key=k1`, {});
    expect(second.text).toBe(first.text);
    expect((await wait(path, {}, '?idempotency_key=k1')).body).toBe('done');
  }, 30_000);

  test('a script is tried again as often as it says, and the attempts stay on record', async () => {
    const path = await deploy('flaky', 'if [ "$MR_ATTEMPT" = 3 ]; then echo third; else exit 7; fi', {
      settings: { retry: { attempts: 3, delay_s: 0.05, backoff: 'constant' } },
    });
    const id = (await ada.client.post(`${base}/jobs/run/p/${path}?idempotency_key=flaky`, {})).text;
    expect((await wait(path, {}, '?idempotency_key=flaky')).body).toBe('third');
    const job = (await ada.client.get(`${base}/jobs/${id}`)).body as {
      attempt: number;
      created_at: string;
      attempts: { started_at: string; ended_at: string; error: { exit_code: number } }[];
    };
    expect(job.attempt).toBe(3);
    expect(job.attempts.map(({ error }) => error.exit_code)).toEqual([7, 7]);
    const moments = [job.created_at, ...job.attempts.flatMap(({ started_at: from, ended_at: to }) => [from, to])];
    expect(moments.map((moment) => new Date(moment).toISOString())).toEqual(moments);
  }, 40_000);

  test('at most one at once under a concurrency key, and the waiting one says why', async () => {
    const path = await deploy('single', 'sleep 1; echo done', { settings: { concurrency: { max: 1 } } });
    const ids = await Promise.all([1, 2].map(async () => (await ada.client.post(`${base}/jobs/run/p/${path}`, {})).text));
    const jobs = await until(
      async () => Promise.all(ids.map(async (id) => (await ada.client.get(`${base}/jobs/${id}`)).body as Job)),
      (all) => all.some(({ status }) => status === 'running') && all.some(({ waiting_for }) => (waiting_for?.holders.length ?? 0) > 0),
    );
    const waiting = jobs.find(({ status }) => status === 'queued');
    expect(waiting?.waiting_for).toMatchObject({ reason: 'concurrency', holders: [{ job_id: jobs.find(({ status }) => status === 'running')?.id }] });
    await until(
      async () => Promise.all(ids.map(async (id) => (await ada.client.get(`${base}/jobs/${id}`)).body as Job)),
      (all) => all.every(({ status }) => status === 'succeeded'),
    );
  }, 40_000);

  test('debounced calls become one run, and every call stays on record', async () => {
    const path = await deploy('bounced', 'n="$1"\necho "$n"', { settings: { debounce: { delay_s: 0.5 } } });
    const ids: string[] = [];
    for (const n of [1, 2, 3]) ids.push((await ada.client.post(`${base}/jobs/run/p/${path}`, { n: String(n) })).text);
    const jobs = await until(
      async () => Promise.all(ids.map(async (id) => (await ada.client.get(`${base}/jobs/${id}`)).body as Job)),
      (all) => all.every(({ status }) => status === 'succeeded' || status === 'skipped'),
    );
    expect(jobs.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'succeeded']);
    expect(jobs.map(({ merged_into }) => merged_into)).toEqual([ids[2], ids[2], null]);
    expect(jobs[2]?.result).toBe('3');
  }, 40_000);

  test('debounced calls hand their lists to the one that runs, secrets sealed, and what is full runs at once', async () => {
    const content = `import type { Secret } from 'millrace';
      export const main = (ids: number[], key: Secret) => [ids, (key as unknown as string[]).map((one) => one.length), key];`;
    const settings = { debounce: { delay_s: 600, max_calls: 3, gather: ['ids', 'key'] } };
    const path = await deploy('gathered', content, { language: 'bun', settings });
    const calls = [[1, 2], [3], []].map((ids, index) => ({ ids, key: `tell-nobody-${index}` }));
    const ids: string[] = [];
    for (const args of calls) ids.push((await ada.client.post(`${base}/jobs/run/p/${path}`, args)).text);
    const jobs = await until(
      async () => Promise.all(ids.map(async (id) => (await ada.client.get(`${base}/jobs/${id}`)).body as Job)),
      (all) => all.every(({ status }) => status === 'succeeded' || status === 'skipped'),
    );
    expect(jobs.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'succeeded']);
    expect(jobs[2]?.result).toEqual([[1, 2, 3], [13, 13, 13], ['••••••', '••••••', '••••••']]);
    expect(jobs.map(({ args }) => args)).toEqual([[1, 2], [3], [1, 2, 3]].map((list) => ({ ids: list, key: { $secret: true } })));
  }, 40_000);

  test('a running job is cancelled, and says by whom and why', async () => {
    const path = await deploy('long', 'sleep 60');
    const id = (await ada.client.post(`${base}/jobs/run/p/${path}`, {})).text;
    await until(
      async () => (await ada.client.get(`${base}/jobs/${id}`)).body as Job,
      ({ status }) => status === 'running',
    );
    expect((await ada.client.post(`${base}/jobs/${id}/cancel`, { reason: 'wrong order' })).status).toBe(200);
    const job = await until(
      async () => (await ada.client.get(`${base}/jobs/${id}`)).body as Job,
      ({ status }) => status === 'cancelled',
    );
    expect(job).toMatchObject({ cancelled_by: `u/${ada.username}`, cancel_reason: 'wrong order' });
  }, 40_000);

  test('a job that runs too long is stopped and says so', async () => {
    const path = await deploy('slow', 'sleep 60');
    expect((await wait(path, {}, '?timeout_s=1')).body).toMatchObject({ error: { details: { error: { code: 'job/timeout' } } } });
  }, 30_000);

  test('an equal call within the time to live gives the earlier result', async () => {
    const path = await deploy('cached', 'echo "$RANDOM$RANDOM"', { settings: { cache_ttl_s: 60 } });
    const first = await wait(path);
    expect((await wait(path)).body).toBe(first.body);
  }, 30_000);

  test('a batch writes all of its jobs at once and all of them run', async () => {
    const path = await deploy('each', 'n="$1"\necho "$n"');
    const { ids } = (await ada.client.post(`${base}/jobs/run_batch/p/${path}`, { args: [{ n: 'a' }, { n: 'b' }, { n: 'c' }] })).body as { ids: string[] };
    const jobs = await until(
      async () => Promise.all(ids.map(async (id) => (await ada.client.get(`${base}/jobs/${id}`)).body as Job)),
      (all) => all.every(({ status }) => status === 'succeeded'),
    );
    expect(jobs.map(({ result }) => result)).toEqual(['a', 'b', 'c']);
  }, 30_000);

  test('arguments that break the schema are refused with a pointer', async () => {
    const path = await deploy('typed', 'export function main(count: number) { return count; }', { language: 'bun' });
    expect((await wait(path, { count: 'many' })).body).toMatchObject({ error: { code: 'job/args_invalid', details: { problems: [{ pointer: '/count' }] } } });
  }, 30_000);

  test.each([
    [
      'bun',
      'import type { Secret } from "millrace";\nexport function main(key: Secret) { console.log("the key is " + key); return { length: key.length, key }; }',
    ],
    ['python3', 'from millrace import Secret\n\ndef main(key: Secret):\n    print("the key is " + key)\n    return {"length": len(key), "key": key}\n'],
    ['bash', 'key="$1" # (secret) API key\necho "the key is $key"\nprintf \'{"length": %d, "key": "%s"}\' "${#key}" "$key" > result.json'],
  ])(
    'a secret argument of %s reaches the script and nobody else',
    async (language, content) => {
      const path = await deploy(`secret_${language}`, content, { language });
      const key = 'correct-horse-battery';
      const answer = await wait(path, { key }, `?idempotency_key=${language}`);
      expect(answer.body).toEqual({ length: key.length, key: '••••••' });
      const {
        items: [row],
      } = (await ada.client.get(`${base}/jobs?path=${path}`)).body as { items: { id: string }[] };
      const job = await ada.client.get(`${base}/jobs/${row?.id}`);
      const log = await ada.client.get(`${base}/jobs/${row?.id}/logs`);
      expect((job.body as { args: object }).args).toEqual({ key: { $secret: true } });
      expect(log.text).toContain('the key is ••••••');
      const stored = await app.platform.database.run({ text: 'select args::text, result::text from job where id = $1', values: [row?.id] });
      expect(JSON.stringify([stored, job.body, log.body])).not.toContain(key);
    },
    40_000,
  );

  test('runs are found by text in their arguments or result', async () => {
    const path = await deploy('needle', 'what="$1"\necho "found $what"');
    await wait(path, { what: 'haystack-7%' });
    const found = async (text: string) =>
      ((await ada.client.get(`${base}/jobs?text=${encodeURIComponent(text)}`)).body as { items: { path: string }[] }).items.map((row) => row.path);
    expect(await found('found haystack-7%')).toEqual([path]);
    expect(await found('haystack_7')).toEqual([]);
  }, 30_000);

  test('unsaved code may import the scripts of the workspace, as it will when it is deployed', async () => {
    await deploy('greeting', 'export const greet = (name: string) => `hello ${name}`;', { language: 'bun' });
    const { text: id } = await ada.client.post(`${base}/jobs/preview`, {
      language: 'bun',
      path: `u/${ada.username}/draft`,
      content: 'import { greet } from "./greeting";\nexport function main() { return greet("draft"); }',
    });
    const job = await until(
      async () => (await ada.client.get(`${base}/jobs/${id}`)).body as Job,
      ({ status }) => status === 'succeeded' || status === 'failed',
    );
    expect(job.result).toBe('hello draft');
  }, 30_000);

  test('unsaved code runs as a preview', async () => {
    const answer = await ada.client.post(`${base}/jobs/preview`, { language: 'bash', content: 'echo previewed' });
    expect(answer.status).toBe(201);
    const job = await until(
      async () => (await ada.client.get(`${base}/jobs/${answer.text}`)).body as Job,
      ({ status }) => status === 'succeeded',
    );
    expect(job.result).toBe('previewed');
  }, 30_000);

  test('a job calls back with its own token, as its own identity, and never after its end', async () => {
    const path = await deploy('whoami', 'curl -s -H "authorization: Bearer $MR_TOKEN" "$MR_BASE_URL/api/w/$MR_WORKSPACE/me" > result.json; echo "$MR_TOKEN" ');
    const id = (await ada.client.post(`${base}/jobs/run/p/${path}?idempotency_key=who`, {})).text;
    await wait(path, {}, '?idempotency_key=who');
    const log = (await ada.client.get(`${base}/jobs/${id}/logs`)).body as { chunks: { text: string }[] };
    const token = log.chunks
      .map(({ text }) => text)
      .join('')
      .trim();
    expect(token).toMatch(/^mrj\./);
    expect((await fetch(`${app.url}${base}/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  }, 30_000);

  test('a NUL in a result, which Postgres cannot hold, becomes the replacement character', async () => {
    const path = await deploy('nul', 'export function main() { return "a\\u0000b"; }', { language: 'bun' });
    expect((await wait(path)).body).toBe('a\ufffdb');
  }, 30_000);

  test('the keys of a result come back in the order in which the script wrote them', async () => {
    const path = await deploy('ordered', 'export function main() { return { zebra: 1, a: 2, middle: { y: 1, x: 2 } }; }', { language: 'bun' });
    expect((await wait(path)).text.replace(/\s/g, '')).toBe('{"zebra":1,"a":2,"middle":{"y":1,"x":2}}');
  }, 30_000);

  test('a large result comes back whole', async () => {
    const path = await deploy('large', 'export function main() { return "x".repeat(2_000_000); }', { language: 'bun' });
    expect(((await wait(path, {}, '?idempotency_key=large')).body as string).length).toBe(2_000_000);
    const id = (await ada.client.post(`${base}/jobs/run/p/${path}?idempotency_key=large`, {})).text;
    expect((await ada.client.get(`${base}/jobs/${id}`)).body).toMatchObject({ result: null, has_result: true, result_size: 2_000_002 });
  }, 30_000);

  test('a run says how long it took to start, as a part of its time, where that is worth a word', async () => {
    const path = await deploy('cold', 'import os\ndef main(): return os.getpid()', { language: 'python3' });
    await wait(path, {}, '?idempotency_key=cold');
    const id = (await ada.client.post(`${base}/jobs/run/p/${path}?idempotency_key=cold`, {})).text;
    const seen = (await ada.client.get(`${base}/jobs/${id}`)).body as { starting_ms: number | null; started_at: string; ended_at: string };
    // Where a process was kept ready nothing is told.
    const starting = seen.starting_ms ?? 5;
    expect(starting).toBeGreaterThanOrEqual(5);
    expect(starting).toBeLessThanOrEqual(Math.max(5, Date.parse(seen.ended_at) - Date.parse(seen.started_at) + 50));
  }, 30_000);

  test('runs of a script that was renamed are found under its new path, and those of another one at the old path are not', async () => {
    const old = await deploy('before', 'echo one');
    await wait(old);
    const [now, last] = [`u/${ada.username}/between`, `u/${ada.username}/after`];
    expect((await ada.client.post(`${base}/script_rename/${old}`, { to: now })).status).toBe(200);
    await wait(now);
    expect((await ada.client.post(`${base}/script_rename/${now}`, { to: last })).status).toBe(200);
    await wait(last);
    await deploy('before', 'echo other');
    await wait(old);
    const found = async (path: string) =>
      ((await ada.client.get(`${base}/jobs?path=${path}&kind=script`)).body as { items: { path: string }[] }).items.map((job) => job.path);
    expect(await found(last)).toEqual([last, now, old]);
    expect(await found(old)).toEqual([old, old]);
  }, 30_000);

  test('after all of it the auditor finds nothing', async () => {
    expect(await app.get(Auditor).audit()).toEqual([]);
  });
});

type Job = { id: string; status: string; args: object; result: unknown; merged_into: string | null; waiting_for: { reason: string; holders: object[] } | null };

/** Asks again until the answer is the one that is awaited; the test's own time limit ends it. */
async function until<Value>(ask: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function fetchStream(app: TestApp, user: TestUser, path: string): Promise<string> {
  const answer = await user.client.post(path, {});
  expect(app.url).toBeTruthy();
  return answer.text;
}
