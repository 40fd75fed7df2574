import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestApp, type TestApp, type TestUser } from '../support/app.ts';

/** Both SDKs inside real jobs against the real server: what they expect of it is what it does. */
const typescript = `
import { cancelJob, currentUser, getJob, getResource, getState, getVariable, job, log, runScript, runScriptAsync, setProgress, setResource, setState, setVariable, waitJob, MillraceJobError } from 'millrace';
export async function main(n: number) {
  await setVariable('f/crm/ts_key', 'secret ' + n, { isSecret: true, description: 'made by a script' });
  await setResource('f/crm/ts_db', { host: 'db', dbname: 'acme', user: 'u', password: 'hidden' }, { resourceType: 'postgresql' });
  await setState({ n });
  await setProgress(50);
  const id = await runScriptAsync('f/crm/child', { n: 1 });
  const failure = await runScript('f/crm/child', { n: -1 }).catch((error) => error);
  const long = await runScriptAsync('f/crm/slow', {});
  await cancelJob(long, 'not needed');
  const cancelled = await waitJob(long).catch((error) => error);
  log('user', await currentUser());
  return {
    variable: (await getVariable('f/crm/ts_key')).length, host: (await getResource('f/crm/ts_db')).host, state: await getState(), nothing: await getState('f/crm/never'), child: await waitJob(id), parent: (await getJob(id)).parent_id === job.id,
    failure: [failure instanceof MillraceJobError, failure.code, failure.message, typeof failure.jobId], cancelled: [cancelled.name, cancelled.code], user: (await currentUser()).username, attempt: job.attempt,
  };
}`;
const python = `
import millrace

def main(n: int):
    millrace.set_variable("f/crm/py_key", f"secret {n}", is_secret=True, description="made by a script")
    millrace.set_resource("f/crm/py_db", {"host": "db", "dbname": "acme", "user": "u", "password": "hidden"}, resource_type="postgresql")
    millrace.set_state({"n": n})
    millrace.set_progress(50)
    id = millrace.run_script_async("f/crm/child", {"n": 1})
    try:
        millrace.run_script("f/crm/child", {"n": -1})
    except millrace.MillraceJobError as error:
        failure = [True, error.code, error.message, "string" if isinstance(error.job_id, str) else None]
    long = millrace.run_script_async("f/crm/slow", {})
    millrace.cancel_job(long, "not needed")
    try:
        millrace.wait_job(long)
    except millrace.MillraceError as error:
        cancelled = [type(error).__name__, error.code]
    millrace.log("user", millrace.current_user())
    return {
        "variable": len(millrace.get_variable("f/crm/py_key")), "host": millrace.get_resource("f/crm/py_db")["host"], "state": millrace.get_state(), "nothing": millrace.get_state("f/crm/never"),
        "child": millrace.wait_job(id), "parent": millrace.get_job(id)["parent_id"] == millrace.job.id, "failure": failure, "cancelled": cancelled, "user": millrace.current_user()["username"], "attempt": millrace.job.attempt,
    }`;
const child = `export function main(n: number) { if (n < 0) throw new RangeError('too small'); return { doubled: n * 2 }; }`;

let front: Server;
let app: TestApp;
let ada: TestUser;
let base: string;

beforeAll(async () => {
  // A job is told the address of the server before the test knows on which port it listens.
  front = createServer((request, response) => {
    const target = forward(new URL(request.url ?? '/', app.url), { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    target.on('error', () => response.destroy());
    request.pipe(target);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  app = await createTestApp({
    MILLRACE_MODE: 'all',
    MILLRACE_SANDBOX: 'none',
    MILLRACE_CONCURRENCY: '8',
    MILLRACE_BASE_URL: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
  });
  const workspace = await app.make.aWorkspace();
  ada = workspace.admin;
  base = workspace.api;
  await workspace.aFolder('crm');
  await deploy('child', 'bun', child);
  await deploy('slow', 'bun', 'export async function main() { await new Promise(() => setTimeout(() => {}, 600_000)); }');
}, 60_000);

afterAll(async () => {
  await app?.[Symbol.asyncDispose]();
  front?.closeAllConnections();
  front?.close();
}, 60_000);

async function deploy(name: string, language: string, content: string): Promise<string> {
  const answer = await ada.client.put(`${base}/scripts/f/crm/${name}`, { language, content });
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([201, expect.any(String)]);
  return `f/crm/${name}`;
}

describe.each([
  ['bun', typescript],
  ['python3', python],
])('%s', (language, content) => {
  test('a job uses everything that its SDK offers', async () => {
    const path = await deploy(`all_${language}`, language, content);
    const answer = await ada.client.post(`${base}/jobs/run_wait_result/p/${path}?wait_s=60`, { n: 7 });
    expect(answer.body).toEqual({
      variable: 8,
      host: 'db',
      state: { n: 7 },
      nothing: null,
      child: { doubled: 2 },
      parent: true,
      failure: [true, 'job/script_error', 'too small', 'string'],
      cancelled: ['MillraceJobError', 'job/cancelled'],
      user: 'admin',
      attempt: 1,
    });
    const jobs = await ada.client.get<{ items: { id: string; progress: number }[] }>(`${base}/jobs?path=${path}`);
    expect(jobs.body.items[0]?.progress).toBe(50);
    const log = await ada.client.get<{ chunks: { text: string }[] }>(`${base}/jobs/${jobs.body.items[0]?.id}/logs`);
    expect(log.body.chunks.map(({ text }) => text).join('')).toMatch(/^user \{"username": ?"admin"/m);
  }, 90_000);
});
