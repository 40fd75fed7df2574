import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';
import { Waits } from '../waits/waits.service.ts';
import type { NewStep } from './record-steps.sql.ts';
import { NotOurs, WorkflowJournal } from './workflow-journal.ts';
import type { WorkflowStep } from './workflows.contract.ts';

describe('workflows', () => {
  let app: TestApp;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_CONCURRENCY: '4', MILLRACE_WORKFLOW_HOT_MS: '300' });
    workspace = await app.make.aWorkspace();
    await workspace.aFolder('wf');
  }, 60_000);
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  }, 60_000);

  const deploy = (name: string, content: string, language = 'bun') =>
    workspace.admin.client.put(`${workspace.api}/scripts/f/wf/${name}`, { language, content });
  const runAndWait = (name: string, args: object = {}) => workspace.admin.client.post(`${workspace.api}/jobs/run_wait_result/p/f/wf/${name}`, args);

  test('steps in the process are recorded, and their values come back as JSON', async () => {
    const answer = await deploy(
      'three',
      `
import { workflow, step } from 'millrace';
export const main = workflow(async (name: string) => {
  const first = await step('greet', () => 'Hello ' + name);
  const second = await step('date', () => new Date(0));
  const third = await step('sum', async () => 1 + 2);
  return { first, second, third };
});`,
    );
    expect(answer.status).toBe(201);
    const result = await runAndWait('three', { name: 'Ada' });
    expect(result.body).toEqual({ first: 'Hello Ada', second: '1970-01-01T00:00:00.000Z', third: 3 });
  }, 60_000);

  const run = async (name: string, args: object = {}): Promise<string> =>
    (await workspace.admin.client.post(`${workspace.api}/jobs/run/p/f/wf/${name}`, args)).body as string;
  const job = async (id: string) =>
    (await workspace.admin.client.get(`${workspace.api}/jobs/${id}`)).body as {
      status: string;
      attempt: number;
      result: unknown;
      error: { code: string; message: string } | null;
      children: { id: string; path: string; status: string }[];
    };
  const result = async (id: string) => (await workspace.admin.client.get(`${workspace.api}/jobs/${id}/result?wait_s=30`)).body;
  const database = () => app.get(Database);
  const stepsOf = (id: string) =>
    database().run<{ key: string; kind: string; name: string; status: string }>({
      text: `select key, kind, name, status from workflow_step where job_id = $1 and kind <> 'start' order by started_at, key`,
      values: [id],
    });
  /** How often it was woken: it had no process in between. */
  const wakesOf = async (id: string) => (await database().run<{ wakes: number }>({ text: 'select wakes from job where id = $1', values: [id] }))[0]?.wakes ?? 0;
  const until = async (id: string, status: string): Promise<void> => {
    for (;;) {
      const now = (await job(id)).status;
      if (now === status) return;
      if (['succeeded', 'failed', 'cancelled'].includes(now)) throw new Error(`The job is ${now}: ${JSON.stringify(await job(id))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  test('a long sleep holds no process: the job waits, is woken, and goes on from what it had', async () => {
    await deploy(
      'sleeper',
      `
import { workflow, step, sleep, now, random, uuid } from 'millrace';
export const main = workflow(async () => {
  const before = [now().getTime(), random(), Math.random(), uuid(), Date.now(), new Date().getTime()];
  const first = await step('first', () => Math.random());
  console.log('before the sleep');
  await sleep('1.5s');
  const second = await step('second', () => first);
  return { same: first === second, before };
});`,
    );
    const id = await run('sleeper');
    expect((await result(id)) as object).toMatchObject({ same: true });
    expect(await wakesOf(id)).toBe(1);
    const done = await job(id);
    expect(done.attempt).toBe(1);
    expect((await stepsOf(id)).map(({ kind, status }) => `${kind} ${status}`)).toEqual(['step succeeded', 'sleep succeeded', 'step succeeded']);
    const log = (await workspace.admin.client.get(`${workspace.api}/jobs/${id}/logs`)).body as { chunks: { text: string }[] };
    // The body runs again from its beginning, and its prints with it.
    expect(log.chunks.map(({ text }) => text).join('')).toBe('before the sleep\nbefore the sleep\n');
  }, 60_000);

  test('tasks are child jobs with logs of their own; functions of the script run in the version of the workflow', async () => {
    await deploy('double', `export function main(n: number) { if (n < 0) throw new RangeError('too small'); return n * 2; }`);
    await deploy(
      'tasks',
      `
import { workflow, task, parallel, TaskError } from 'millrace';
const charge = task('charge', async (amount: number, unit: string) => { console.log('charged', amount); return amount + ' ' + unit; }, { timeoutSeconds: 20 });
const flaky = task('flaky', async () => { if (process.env.MR_ATTEMPT === '1') throw new Error('first time'); return Number(process.env.MR_ATTEMPT); }, { retry: { attempts: 2, delaySeconds: 0 } });
export const main = workflow(async () => {
  const own = await charge(3, 'EUR');
  const doubled = await parallel([1, 2, 3], (n) => task<number>('f/wf/double', { n }), { concurrency: 2 });
  const failure = await task('f/wf/double', { n: -1 }).catch((error) => error);
  const missing = await task('f/wf/nothing', {}).catch((error) => error);
  return { own, doubled, failure: [failure instanceof TaskError, failure.code, failure.message, typeof failure.jobId], missing: missing.code, flaky: await flaky() };
});`,
    );
    const id = await run('tasks');
    expect(await result(id)).toEqual({
      own: '3 EUR',
      doubled: [2, 4, 6],
      failure: [true, 'job/script_error', 'too small', 'string'],
      missing: 'script/not_found',
      flaky: 2,
    });
    const { children } = await job(id);
    expect(children.map(({ path }) => path).sort()).toEqual(['f/wf/double', 'f/wf/double', 'f/wf/double', 'f/wf/double', 'f/wf/tasks', 'f/wf/tasks']);
    expect((await stepsOf(id)).map(({ key }) => key).sort()).toEqual(['1', '2[0]/1', '2[1]/1', '2[2]/1', '3', '4', '5']);
  }, 60_000);

  test('a workflow waits for a task that takes longer without a process, and is woken by its end', async () => {
    await deploy('slow', `export async function main() { await new Promise((done) => setTimeout(done, 1800)); return 'slow'; }`);
    await deploy(
      'waits',
      `
import { workflow, task } from 'millrace';
export const main = workflow(async () => await task('f/wf/slow'));`,
    );
    const id = await run('waits');
    expect(await result(id)).toBe('slow');
    expect(await wakesOf(id)).toBe(1);
  }, 60_000);

  test('an event ends a wait, also one that came before; without one the wait times out', async () => {
    await deploy(
      'event',
      `
import { workflow, waitForEvent, TimeoutError } from 'millrace';
export const main = workflow(async (key: string) => {
  const paid = await waitForEvent<{ amount: number }>('paid/' + key);
  const late = await waitForEvent('never/' + key, { timeout: '100ms' }).catch((error) => error);
  return { paid: paid.amount, late: [late instanceof TimeoutError, late.code] };
});`,
    );
    const id = await run('event', { key: '1' });
    await until(id, 'waiting');
    await workspace.admin.client.post(`${workspace.api}/events/${encodeURIComponent('paid/1')}`, { amount: 12 });
    expect(await result(id)).toEqual({ paid: 12, late: [true, 'workflow/timeout'] });
    await workspace.admin.client.post(`${workspace.api}/events/${encodeURIComponent('paid/2')}?keep_s=60`, { amount: 13 });
    expect(await result(await run('event', { key: '2' }))).toMatchObject({ paid: 13 });
  }, 60_000);

  test('a timer races with work; what lost is given up', async () => {
    await deploy(
      'race',
      `
import { workflow, race, sleep, task, waitForEvent } from 'millrace';
export const main = workflow(async () => {
  const first = await race({ work: task('f/wf/slow'), late: sleep('50ms') });
  const second = await race({ event: waitForEvent('never'), late: sleep(1.2) });
  return [first.winner, second.winner];
});`,
    );
    const id = await run('race');
    expect(await result(id)).toEqual(['late', 'late']);
    expect((await stepsOf(id)).map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
      'event cancelled',
      'sleep succeeded',
      'sleep succeeded',
      'task cancelled',
    ]);
    const { children } = await job(id);
    await until(children[0]?.id ?? '', 'cancelled').catch(() => undefined);
    expect((await job(children[0]?.id ?? '')).status).toBe('cancelled');
  }, 60_000);

  test('an error in a step is recorded and thrown again in the same form; steps may be retried in the process', async () => {
    await deploy(
      'errors',
      `
import { workflow, step, sleep, StepError } from 'millrace';
let tries = 0;
export const main = workflow(async () => {
  const failure = await step('refuse', () => { throw Object.assign(new TypeError('no card'), { code: 'card/declined' }); }).catch((error) => error);
  const retried = await step('retried', () => { tries += 1; if (tries < 3) throw new Error('again'); return tries; }, { retry: { attempts: 3, delaySeconds: 0 } });
  await sleep(1.2);
  return [failure instanceof StepError, failure.code, failure.message, failure.step, failure.error.name, retried];
});`,
    );
    expect(await result(await run('errors'))).toEqual([true, 'card/declined', 'no card', 'refuse', 'TypeError', 3]);
  }, 60_000);

  test('a replay that meets another step than was recorded fails and names both', async () => {
    await deploy(
      'fickle',
      `
import { workflow, step, sleep } from 'millrace';
let stretches = 0;
export const main = workflow(async () => {
  stretches += 1;
  await step(stretches === 1 ? 'first' : 'second', () => 1);
  await sleep(1.2);
});`,
    );
    const id = await run('fickle');
    await result(id);
    const { error, status } = await job(id);
    expect([status, error?.code]).toEqual(['failed', 'workflow/nondeterministic']);
    expect(error?.message).toContain('the step "first"');
    expect(error?.message).toContain('the step "second"');
  }, 60_000);

  test('code that is edited while a run waits runs on in the old version', async () => {
    const code = (version: number) => `
import { workflow, sleep, task } from 'millrace';
const version = task('version', () => ${version});
export const main = workflow(async () => { await sleep(1.5); return [${version}, await version()]; });`;
    await deploy('edited', code(1));
    const id = await run('edited');
    await until(id, 'waiting');
    await deploy('edited', code(2));
    expect(await result(id)).toEqual([1, 1]);
    expect(await result(await run('edited'))).toEqual([2, 2]);
  }, 60_000);

  test('a workflow is cancelled while it waits, with everything that it waits for', async () => {
    await deploy(
      'endless',
      `
import { workflow, sleep, task, waitForEvent } from 'millrace';
export const main = workflow(async () => { await Promise.all([sleep('1 day'), task('f/wf/forever'), waitForEvent('x')]); });`,
    );
    await deploy('forever', `export async function main() { await new Promise((done) => setTimeout(done, 60_000)); }`);
    const id = await run('endless');
    await until(id, 'waiting');
    await workspace.admin.client.post(`${workspace.api}/jobs/${id}/cancel`, {});
    await until(id, 'cancelled');
    const open = () =>
      database().run({
        text: `select 1 from workflow_step where job_id = $1 and status = 'open' union all select 1 from wait where job_id = $1 and closed_at is null`,
        values: [id],
      });
    while ((await open()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { children } = await job(id);
    await until(children[0]?.id ?? '', 'cancelled');
  }, 60_000);

  test('a preview is a workflow too', async () => {
    const answer = await workspace.admin.client.post(`${workspace.api}/jobs/preview`, {
      language: 'bun',
      content: `
import { workflow as flow, sleep, task } from 'millrace';
const twice = task('twice', (n: number) => n * 2);
export const main = flow(async (n: number) => { await sleep(1.3); return await twice(n); });`,
      args: { n: 4 },
    });
    const id = answer.body as string;
    expect(await result(id)).toBe(8);
    expect(await wakesOf(id)).toBeGreaterThan(0);
  }, 60_000);

  test('an operation outside of a workflow, or within a step, says where it belongs', async () => {
    await deploy(
      'outside',
      `
import { step } from 'millrace';
export async function main() { return await step('x', () => 1); }`,
    );
    const outside = await run('outside');
    await result(outside);
    expect((await job(outside)).error?.code).toBe('workflow/outside');
    await deploy(
      'nested',
      `
import { workflow, step, sleep } from 'millrace';
export const main = workflow(async () => await step('outer', async () => { await sleep(1); }));`,
    );
    const nested = await run('nested');
    await result(nested);
    expect((await job(nested)).error?.code).toBe('workflow/nested');
  }, 60_000);

  test('a decision of people comes as a value, approved or not; texts are what they are', async () => {
    await deploy(
      'ask',
      `
import { workflow, waitForApproval } from 'millrace';
export const main = workflow(async (name: string) => {
  const first = await waitForApproval({ title: 'Onboard ' + name, summary: 'Is {{this}} fine?', candidates: ['u/admin'], form: { type: 'object', properties: { limit: { type: 'number' } } }, expires: '2 days' });
  const second = await waitForApproval({ title: 'Sure?', candidates: ['u/admin'] });
  return { first: [first.approved, first.outcome, first.by, first.values, first.comment], second: [second.approved, second.outcome, second.comment] };
});`,
    );
    const id = await run('ask', { name: '{{name}}' });
    await until(id, 'waiting');
    const decide = async (title: string, body: object) => {
      for (;;) {
        const { items } = (await workspace.admin.client.get(`${workspace.api}/approvals?job=${id}&status=open`)).body as {
          items: { id: string; title: string; summary: string }[];
        };
        const found = items.find((item) => item.title === title);
        if (found) {
          const answer = await workspace.admin.client.post(`${workspace.api}/approvals/${found.id}/decide`, body);
          expect(answer.status).toBe(200);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    await decide('Onboard {{name}}', { vote: 'approve', values: { limit: 5 }, comment: 'fine' });
    await decide('Sure?', { vote: 'reject', comment: 'no' });
    expect(await result(id)).toEqual({ first: [true, 'approved', 'u/admin', { limit: 5 }, 'fine'], second: [false, 'rejected', 'no'] });
  }, 60_000);

  test('an approval that cannot be decided, and one whose workflow was cancelled', async () => {
    await deploy(
      'wrong',
      `
import { workflow, waitForApproval } from 'millrace';
export const main = workflow(async () => await waitForApproval({ title: 'x', quorum: 'most' }).catch((error) => error.code));`,
    );
    expect(await result(await run('wrong'))).toBe('approval/spec_invalid');
    await deploy(
      'asked',
      `
import { workflow, waitForApproval } from 'millrace';
export const main = workflow(async () => await waitForApproval({ title: 'Cancelled one', candidates: ['u/admin'] }));`,
    );
    const id = await run('asked');
    await until(id, 'waiting');
    await workspace.admin.client.post(`${workspace.api}/jobs/${id}/cancel`, {});
    const open = async () =>
      ((await workspace.admin.client.get(`${workspace.api}/approvals?job=${id}&box=all&status=open`)).body as { items: unknown[] }).items;
    while ((await open()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }, 60_000);

  test('the steps of a run are listed by pages, with what is waited for; results are read by their key', async () => {
    await deploy(
      'listed',
      `
import { workflow, step, waitForEvent, task, parallel } from 'millrace';
export const main = workflow(async () => {
  await step('one', () => ({ n: 1 }));
  await step('bad', () => { throw new Error('no'); }).catch(() => null);
  await parallel([1, 2], (n) => task('f/wf/double', { n }));
  await waitForEvent('go', { timeout: '1 day' });
});`,
    );
    const id = await run('listed');
    await until(id, 'waiting');
    const page = async (query: string) =>
      (await workspace.admin.client.get(`${workspace.api}/jobs/${id}/workflow?${query}`)).body as { items: WorkflowStep[]; next: string | null };
    const first = await page('limit=3');
    const second = await page(`limit=3&after=${first.next}`);
    const steps = [...first.items, ...second.items];
    expect(steps.map(({ key }) => key).sort()).toEqual(['1', '2', '3[0]/1', '3[1]/1', '4']);
    expect(second.next).toBeNull();
    expect(steps.find(({ key }) => key === '2')).toMatchObject({ status: 'failed', error: { message: 'no' }, has_result: false });
    expect(steps.find(({ key }) => key === '3[0]/1')).toMatchObject({
      kind: 'task',
      name: 'f/wf/double',
      child: { path: 'f/wf/double', status: 'succeeded' },
      has_result: true,
    });
    expect(steps.find(({ key }) => key === '4')).toMatchObject({ status: 'waiting', waiting_for: expect.stringContaining('the event "go"') });
    expect((await workspace.admin.client.get(`${workspace.api}/jobs/${id}/workflow/result?key=1`)).body).toEqual({ n: 1 });
    expect((await workspace.admin.client.get(`${workspace.api}/jobs/${id}/workflow/result?key=9`)).status).toBe(404);
    const told = (await workspace.admin.client.get(`${workspace.api}/jobs/${id}`)).body as { waiting_for: { message: string }; is_workflow: boolean };
    expect(told).toMatchObject({ is_workflow: true, waiting_for: { reason: 'event' } });
  }, 60_000);

  test('a run is restarted from a step: what ended before is taken over, the rest is done anew, on the same or the newest version', async () => {
    const code = (version: number) => `
import { workflow, step, sleep } from 'millrace';
export const main = workflow(async (fails: boolean) => {
  const first = await step('first', () => Math.random());
  await sleep(0.05);
  const second = await step('second', () => Math.random());
  if (fails) throw new Error('not yet');
  return { first, second, version: ${version}, chance: Math.random() };
});`;
    await deploy('again', code(1));
    const id = await run('again', { fails: true });
    await result(id);
    const value = async (jobId: string, key: string) =>
      (await workspace.admin.client.get(`${workspace.api}/jobs/${jobId}/workflow/result?key=${key}`)).body as unknown;
    const restart = async (body: object) => (await workspace.admin.client.post(`${workspace.api}/jobs/${id}/workflow/restart`, body)).body as string;
    const same = await restart({ from: '3', args: { fails: false } });
    const answer = (await result(same)) as { first: number; second: number; version: number };
    expect(answer).toMatchObject({ first: await value(id, '1'), version: 1 });
    expect(answer.second).not.toBe(await value(id, '3'));
    await deploy('again', code(2));
    const newest = (await result(await restart({ from: '1', version: 'newest', args: { fails: false } }))) as { first: number; version: number };
    expect(newest.version).toBe(2);
    expect(newest.first).not.toBe(answer.first);
    const steps = (await workspace.admin.client.get(`${workspace.api}/jobs/${same}/workflow`)).body as { items: WorkflowStep[]; restarted_from: unknown };
    expect(steps.restarted_from).toEqual({ job_id: id, key: '3' });
    expect(steps.items.map(({ key, is_reused: isReused }) => `${key} ${isReused}`)).toEqual(['1 true', '2 true', '3 false']);
  }, 60_000);

  test('secrets in results and in arguments of tasks are kept from people, and whole for the code', async () => {
    await deploy(
      'secretive',
      `
import { workflow, step, task, sleep, type Secret } from 'millrace';
const use = task('use', (token: string) => { console.log('token', token); return token.length; });
export const main = workflow(async (token: Secret) => {
  const kept = await step('keep', () => ({ token }));
  await sleep(1);
  return [await use(kept.token), kept.token.length];
});`,
    );
    const id = await run('secretive', { token: 'a very secret token' });
    expect(await result(id)).toEqual([19, 19]);
    expect((await workspace.admin.client.get(`${workspace.api}/jobs/${id}/workflow/result?key=1`)).body).toEqual({ $secret: true });
    const { children } = await job(id);
    const child = await workspace.admin.client.get(`${workspace.api}/jobs/${children[0]?.id}`);
    const log = await workspace.admin.client.get(`${workspace.api}/jobs/${children[0]?.id}/logs`);
    const all = JSON.stringify([
      child.body,
      log.body,
      await database().run({ text: 'select * from workflow_step where job_id = $1', values: [id] }),
      await database().run({ text: 'select args from job where id = any($1::uuid[])', values: [[id, children[0]?.id]] }),
    ]);
    expect(all).not.toContain('a very secret token');
  }, 60_000);

  test('a late checkpoint of a dead attempt is refused', async () => {
    await deploy(
      'idle',
      `
import { workflow, waitForEvent } from 'millrace';
export const main = workflow(async () => await waitForEvent('idle'));`,
    );
    const id = await run('idle');
    await until(id, 'waiting');
    const step: NewStep = {
      jobId: id,
      attempt: 1,
      key: '9',
      kind: 'step',
      name: 'late',
      status: 'succeeded',
      ordinal: 9,
      attempts: 1,
      inputHash: null,
      result: '1',
      resultObject: null,
      isSealed: false,
      error: null,
      childJobId: null,
      waitId: null,
      dueAt: null,
      startedAt: new Date(),
      endedAt: new Date(),
    };
    const journal = new WorkflowJournal(database(), app.get(Waits), () => '01990000-0000-7000-8000-000000000001');
    await expect(journal.done([step])).rejects.toThrow(NotOurs);
    expect((await stepsOf(id)).map(({ key }) => key)).toEqual(['1']);
  }, 60_000);

  describe('in Python', () => {
    const python = (name: string, content: string) => deploy(name, content, 'python3');

    test('steps, tasks, branches and sleeps; time and chance are the same in a replay', async () => {
      await python(
        'py_all',
        `
import random
import time
import uuid
from datetime import timedelta
from millrace import workflow, task, step, sleep, parallel, now, TaskError, StepError

@task(timeout_s=20)
def charge(amount: int, unit: str):
    print("charged", amount)
    return f"{amount} {unit}"

@step
def rate(currency: str):
    return {"currency": currency, "at": time.time() > 1_000_000_000}

@workflow
def main(name: str, count: int = 3):
    before = [now().timestamp(), random.random(), str(uuid.uuid4()), time.time()]
    first = step("remember", lambda: before)
    refused = None
    try:
        step("refuse", lambda: 1 / 0)
    except StepError as error:
        refused = [error.step, error.message, error.error["name"]]
    doubled = parallel(range(1, count + 1), lambda n: task("f/wf/double", {"n": n}), concurrency=2)
    failure = None
    try:
        task("f/wf/double", {"n": -1})
    except TaskError as error:
        failure = [error.code, error.message]
    sleep(timedelta(seconds=1.3))
    return {"name": name, "same": first == before, "refused": refused, "doubled": doubled, "failure": failure, "own": charge(3, "EUR"), "rate": rate("EUR")}
`,
      );
      const id = await run('py_all', { name: 'Ada' });
      expect(await result(id)).toEqual({
        name: 'Ada',
        same: true,
        refused: ['refuse', 'division by zero', 'ZeroDivisionError'],
        doubled: [2, 4, 6],
        failure: ['job/script_error', 'too small'],
        own: '3 EUR',
        rate: { currency: 'EUR', at: true },
      });
      expect((await job(id)).attempt).toBe(1);
      expect(await wakesOf(id)).toBeGreaterThan(0);
    }, 60_000);

    test('events, timeouts and races; what lost is given up', async () => {
      await python(
        'py_race',
        `
from millrace import workflow, task, race, timer, event, wait_for_event, TimeoutError

@workflow
def main(key: str):
    paid = wait_for_event("paid/" + key)
    try:
        wait_for_event("never", timeout="100ms")
    except TimeoutError as error:
        late = error.code
    winner, _ = race(work=task.start("f/wf/slow"), late=timer(0.05))
    other, value = race(event=event("soon/" + key), late=timer("1 day"))
    return [paid["amount"], late, winner, other, value]
`,
      );
      const id = await run('py_race', { key: 'p' });
      await until(id, 'waiting');
      await workspace.admin.client.post(`${workspace.api}/events/${encodeURIComponent('paid/p')}`, { amount: 12 });
      await workspace.admin.client.post(`${workspace.api}/events/${encodeURIComponent('soon/p')}?keep_s=60`, { ok: true });
      expect(await result(id)).toEqual([12, 'workflow/timeout', 'late', 'event', { ok: true }]);
      expect((await stepsOf(id)).map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
        'event failed',
        'event succeeded',
        'event succeeded',
        'sleep cancelled',
        'sleep succeeded',
        'task cancelled',
      ]);
    }, 60_000);

    test('branches that wait longer let go of the process, and a replay that differs is told', async () => {
      await python(
        'py_long',
        `
from millrace import workflow, step, sleep, parallel

stretches = []

@workflow
def main(is_fickle: bool = False):
    stretches.append(1)
    def branch(n):
        step("fickle" if is_fickle and len(stretches) > 1 else "steady", lambda: n)
        sleep(1.2 + n / 10)
        return step("after", lambda: n * n)
    return parallel([1, 2, 3], branch)
`,
      );
      const [steady, fickle] = [await run('py_long'), await run('py_long', { is_fickle: true })];
      expect(await result(steady)).toEqual([1, 4, 9]);
      await result(fickle);
      expect((await job(fickle)).error?.code).toBe('workflow/nondeterministic');
    }, 60_000);
  });
});
