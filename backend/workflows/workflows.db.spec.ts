import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WorkflowWorld } from './workflow-world.test-support.ts';

describe('workflows', () => {
  let world: WorkflowWorld;
  let deploy: WorkflowWorld['deploy'], run: WorkflowWorld['run'], job: WorkflowWorld['job'], result: WorkflowWorld['result'];
  let stepsOf: WorkflowWorld['stepsOf'], wakesOf: WorkflowWorld['wakesOf'], until: WorkflowWorld['until'];

  beforeAll(async () => {
    world = await WorkflowWorld.open();
    ({ deploy, run, job, result, stepsOf, wakesOf, until } = world);
  }, 60_000);
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  }, 60_000);

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
    const given = await result(await run('three', { name: 'Ada' }));
    expect(given).toEqual({ first: 'Hello Ada', second: '1970-01-01T00:00:00.000Z', third: 3 });
  }, 60_000);

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
    const log = (await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${id}/logs`)).body as { chunks: { text: string }[] };
    // The body runs again from its beginning, and its prints with it.
    expect(log.chunks.map(({ text }) => text).join('')).toBe('before the sleep\nbefore the sleep\n');
  }, 60_000);

  test('tasks are child jobs with logs of their own; functions of the script run in the version of the workflow', async () => {
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

  test('a task runs a flow by its path, also one that takes longer than the process is kept, and hears of its failure', async () => {
    const module = (id: string, content: string, more: object = {}) => ({
      id,
      value: { type: 'rawscript', language: 'bun', content, input_transforms: { n: { type: 'javascript', expr: 'flow_input.n' } } },
      ...more,
    });
    const put = (name: string, modules: object[]) =>
      world.workspace.admin.client.put(`${world.workspace.api}/flows/f/wf/${name}`, {
        value: { modules },
        schema: { type: 'object', properties: { n: { type: 'number' } } },
      });
    const sleeps = { sleep: { type: 'static', value: 1.2 } };
    expect(
      (await put('triple', [module('times', 'export function main(n: number) { return n * 3; }', sleeps), { id: 'end', value: { type: 'identity' } }])).status,
    ).toBeLessThan(300);
    expect((await put('refuses', [module('no', 'export function main(n: number) { throw new Error(`not ${n}`); }')])).status).toBeLessThan(300);
    await deploy(
      'calls_flows',
      `import { workflow, task, TaskError } from 'millrace';
      export const main = workflow(async () => {
        const tripled = await task<number>('f/wf/triple', { n: 4 }, { kind: 'flow' });
        const problem = await task('f/wf/refuses', { n: 1 }, { kind: 'flow' }).catch((error) => error instanceof TaskError && error.message);
        const missing = await task('f/wf/nothing', {}, { kind: 'flow' }).catch((error) => error.code);
        return { tripled, problem, missing };
      });`,
    );
    const id = await run('calls_flows');
    expect(await result(id)).toEqual({ tripled: 12, problem: 'not 1', missing: 'flow/not_found' });
    expect(await wakesOf(id)).toBeGreaterThan(0);
    expect((await job(id)).children.map(({ path, status }) => [path, status])).toEqual(
      expect.arrayContaining([
        ['f/wf/triple', 'succeeded'],
        ['f/wf/refuses', 'failed'],
      ]),
    );
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
    await world.event('paid/1', { amount: 12 });
    expect(await result(id)).toEqual({ paid: 12, late: [true, 'workflow/timeout'] });
    await world.event('paid/2', { amount: 13 }, '?keep_s=60');
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
    await world.workspace.admin.client.post(`${world.workspace.api}/jobs/${id}/cancel`, {});
    await until(id, 'cancelled');
    const open = () =>
      world.database.run({
        text: `select 1 from workflow_step where job_id = $1 and status = 'open' union all select 1 from wait where job_id = $1 and closed_at is null`,
        values: [id],
      });
    while ((await open()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { children } = await job(id);
    await until(children[0]?.id ?? '', 'cancelled');
  }, 60_000);

  test('a preview is a workflow too', async () => {
    const answer = await world.workspace.admin.client.post(`${world.workspace.api}/jobs/preview`, {
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
});
