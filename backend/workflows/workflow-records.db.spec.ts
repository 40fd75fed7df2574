import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Waits } from '../waits/waits.service.ts';
import type { NewStep } from './record-steps.sql.ts';
import { NotOurs, WorkflowJournal } from './workflow-journal.ts';
import { WorkflowWorld } from './workflow-world.test-support.ts';
import type { WorkflowStep } from './workflows.contract.ts';

describe('what workflows record and ask', () => {
  let world: WorkflowWorld;
  let deploy: WorkflowWorld['deploy'], run: WorkflowWorld['run'], job: WorkflowWorld['job'], result: WorkflowWorld['result'];
  let stepsOf: WorkflowWorld['stepsOf'], until: WorkflowWorld['until'];

  beforeAll(async () => {
    world = await WorkflowWorld.open();
    ({ deploy, run, job, result, stepsOf, until } = world);
  }, 60_000);
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
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
        const { items } = (await world.workspace.admin.client.get(`${world.workspace.api}/approvals?job=${id}&status=open`)).body as {
          items: { id: string; title: string; summary: string }[];
        };
        const found = items.find((item) => item.title === title);
        if (found) {
          const answer = await world.workspace.admin.client.post(`${world.workspace.api}/approvals/${found.id}/decide`, body);
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

  test('a secret that is filled in reaches the code and its tasks, also after a rest, and nobody else; what looks like a reference stays a text', async () => {
    await deploy('note', 'export const main = (note: string, pin: string) => { console.log(pin); return note + pin.length; };');
    await deploy(
      'secret_form',
      `
import { workflow, waitForApproval, task, sleep } from 'millrace';
const form = { type: 'object', properties: { pin: { type: 'string', format: 'password' }, note: { type: 'string' } } };
export const main = workflow(async () => {
  const { values } = await waitForApproval({ title: 'The PIN', candidates: ['u/admin'], form });
  console.log('was told', values.pin);
  await sleep(1);
  console.log('knows', values.pin);
  return [values.pin.length, values.pin, await task('f/wf/note', { note: values.note, pin: values.pin })];
});`,
    );
    const { client } = world.workspace.admin;
    const get = async (path: string): Promise<unknown> => (await client.get(`${world.workspace.api}${path}`)).body;
    const id = await run('secret_form');
    await until(id, 'waiting');
    const { items } = (await get(`/approvals?job=${id}&status=open`)) as { items: { id: string }[] };
    const decided = await client.post(`${world.workspace.api}/approvals/${items[0]?.id}/decide`, {
      vote: 'approve',
      values: { pin: 'tell-nobody-4711', note: '$var:f/wf/anything' },
    });
    expect(decided.body).toMatchObject({ stages: [{ votes: [{ values: { pin: { $secret: true } } }] }] });
    expect(await result(id)).toEqual([16, '••••••', '$var:f/wf/anything16']);
    const { children } = await job(id);
    const log = (await client.get(`${world.workspace.api}/jobs/${id}/logs`)).body;
    expect(JSON.stringify(log)).toMatch(/was told ••••••.*knows ••••••/s);
    const rows = (text: string) => world.database.run({ text, values: [[id, children[0]?.id]] });
    const stored = [
      await rows('select * from workflow_step where job_id = any($1::uuid[])'),
      await rows('select args, result from job where id = any($1::uuid[])'),
      await rows('select text from job_log where job_id = any($1::uuid[])'),
      await rows('select ending from wait where job_id = any($1::uuid[])'),
    ];
    expect(JSON.stringify([stored, log, decided.body])).not.toContain('tell-nobody');
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
    await world.workspace.admin.client.post(`${world.workspace.api}/jobs/${id}/cancel`, {});
    const open = async () =>
      ((await world.workspace.admin.client.get(`${world.workspace.api}/approvals?job=${id}&box=all&status=open`)).body as { items: unknown[] }).items;
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
      (await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${id}/workflow?${query}`)).body as { items: WorkflowStep[]; next: string | null };
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
    expect((await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${id}/workflow/result?key=1`)).body).toEqual({ n: 1 });
    expect((await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${id}/workflow/result?key=9`)).status).toBe(404);
    const told = (await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${id}`)).body as {
      waiting_for: { message: string };
      is_workflow: boolean;
    };
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
      (await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${jobId}/workflow/result?key=${key}`)).body as unknown;
    const restart = async (body: object) =>
      (await world.workspace.admin.client.post(`${world.workspace.api}/jobs/${id}/workflow/restart`, body)).body as string;
    const same = await restart({ from: '3', args: { fails: false } });
    const answer = (await result(same)) as { first: number; second: number; version: number };
    expect(answer).toMatchObject({ first: await value(id, '1'), version: 1 });
    expect(answer.second).not.toBe(await value(id, '3'));
    await deploy('again', code(2));
    const newest = (await result(await restart({ from: '1', version: 'newest', args: { fails: false } }))) as { first: number; version: number };
    expect(newest.version).toBe(2);
    expect(newest.first).not.toBe(answer.first);
    const steps = (await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${same}/workflow`)).body as {
      items: WorkflowStep[];
      restarted_from: unknown;
    };
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
    expect((await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${id}/workflow/result?key=1`)).body).toEqual({ $secret: true });
    const { children } = await job(id);
    const child = await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${children[0]?.id}`);
    const log = await world.workspace.admin.client.get(`${world.workspace.api}/jobs/${children[0]?.id}/logs`);
    const all = JSON.stringify([
      child.body,
      log.body,
      await world.database.run({ text: 'select * from workflow_step where job_id = $1', values: [id] }),
      await world.database.run({ text: 'select args from job where id = any($1::uuid[])', values: [[id, children[0]?.id]] }),
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
    const journal = new WorkflowJournal(world.database, world.app.get(Waits), () => '01990000-0000-7000-8000-000000000001');
    await expect(journal.done([step])).rejects.toThrow(NotOurs);
    expect((await stepsOf(id)).map(({ key }) => key)).toEqual(['1']);
  }, 60_000);
});
