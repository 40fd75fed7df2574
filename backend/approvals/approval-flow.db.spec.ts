import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, type TestUser } from '../../test/support/app.ts';
import { decideAs } from '../../test/support/approvals.ts';
import { code, constant, FlowWorld, given, identity } from '../flows/conformance/flow-world.test-support.ts';
import type { Approval, ApprovalRow } from './approvals.contract.ts';

describe('approvals of flows that run', () => {
  let world: FlowWorld;
  let people: Record<'ann' | 'ben' | 'viewer', TestUser>;
  beforeAll(async () => {
    world = await FlowWorld.create();
    const { workspace } = world;
    await workspace.aFolder('shop');
    await workspace.aGroup('finance');
    people = {
      ann: await workspace.aMember('developer', { username: 'ann', groups: ['finance'] }),
      ben: await workspace.aMember('developer', { username: 'ben', groups: ['finance'] }),
      viewer: await workspace.aMember('operator', { username: 'viewer' }),
    };
    await workspace.grant('folder', 'shop', 'u/viewer', 'read');
    await workspace.grant('folder', 'shop', 'u/ann', 'read');
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const api = (path: string): string => `${world.workspace.api}${path}`;
  const deploy = async (path: string, modules: object[], over: object = {}): Promise<void> =>
    expect([200, 201]).toContain(
      (
        await world.ada.client.put(api(`/flows/${path}`), {
          schema: { type: 'object', properties: { amount: { type: 'number' } } },
          value: { modules, ...over },
        })
      ).status,
    );
  const run = (path: string, who: TestUser, args: object = { amount: 7 }) => who.client.post(api(`/jobs/run/f/${path}`), args);
  const requestOf = (jobId: string, who: TestUser): Promise<ApprovalRow> =>
    world.until(async () => (await who.client.get<{ items: ApprovalRow[] }>(api(`/approvals?box=all&job=${jobId}`))).body.items[0]);
  const asks = (approval: object): object => ({ suspend: { approval } });
  const finance = { stages: [{ candidates: ['g/finance'] }] };

  test('a flow asks in the words of its author, filled with what it knows', async () => {
    await deploy('f/shop/refund', [
      given(
        'a',
        { customer: 'Zoe' },
        asks({ ...finance, title: 'Refund {{flow_input.amount}} to {{result.customer}}', summary: 'About **{{result.customer}}**' }),
      ),
      identity('b'),
    ]);
    const job = await run('f/shop/refund', people.viewer);
    const row = await requestOf(job.text, people.ann);
    expect(row).toMatchObject({
      title: 'Refund 7 to Zoe',
      requested_by: 'u/viewer',
      subject: { kind: 'flow', path: 'f/shop/refund', step: 'a', version: 1 },
      waiting_for: 'g/finance',
    });
    const whole = (await people.ann.client.get<Approval>(api(`/approvals/${row.id}`))).body;
    expect([whole.summary, whole.args]).toEqual(['About **Zoe**', { amount: 7 }]);
    await decideAs(world.workspace, people.ann, row.id, 'approve', { expected_hash: row.hash });
    expect((await world.end(job.text)).status).toBe('succeeded');
  });

  test('nobody whose flow called the flow that asks decides it, where that is forbidden', async () => {
    await deploy('f/shop/inner', [given('a', 1, asks({ ...finance, is_self_approval_forbidden: true })), identity('b')]);
    await deploy('f/shop/outer', [{ id: 'inner', value: { type: 'flow', path: 'f/shop/inner', input_transforms: { amount: constant(1) } } }]);
    const job = await run('f/shop/outer', people.ann);
    const inner = await world.until(async () => (await world.children(job.text))[0]);
    const row = await requestOf(inner.id, people.ben);
    expect(codeOf(await decideAs(world.workspace, people.ann, row.id, 'approve'))).toBe('approval/self_approval');
    expect((await decideAs(world.workspace, people.ben, row.id, 'approve')).status).toBe(200);
    expect((await world.end(job.text)).status).toBe('succeeded');
  });

  test('a flow whose runs need an approval is asked for, and runs as who asked', async () => {
    await deploy('f/shop/pay', [identity('a')], { run_approval: { approval: finance } });
    expect(codeOf(await run('f/shop/pay', people.viewer))).toBe('job/approval_required');
    const asked = await people.viewer.client.post<Approval>(api('/approval_requests'), { kind: 'flow', path: 'f/shop/pay', args: { amount: 42 } });
    expect([asked.status, asked.body.title]).toEqual([201, 'Run f/shop/pay']);
    const { body } = await decideAs(world.workspace, people.ben, asked.body.id, 'approve');
    const outcome = await world.end(body.run_job_id ?? '');
    expect([outcome.status, (await world.job(outcome.id)).run_as, outcome.result]).toEqual(['succeeded', 'u/viewer', { amount: 42 }]);
    expect(codeOf(await people.viewer.client.post(api(`/jobs/${outcome.id}/restart`), { step: 'a' }))).toBe('job/approval_required');
    expect(codeOf(await people.viewer.client.post(api(`/jobs/${outcome.id}/rerun`), {}))).toBe('job/approval_required');
  });

  test('what is filled in goes where who asked for a run left an argument empty, a secret in clear for the script alone', async () => {
    const form = {
      type: 'object',
      required: ['pin'],
      properties: { pin: { type: 'string', format: 'password' }, amount: { type: 'number' }, note: { type: 'string' }, other: { type: 'string' } },
    };
    const content = 'export const main = (amount: number, pin?: string, note?: string) => { console.log(pin); return [amount, pin?.length, note]; };';
    const settings = { run_approval: { approval: { ...finance, form: { approve: form } } } };
    expect((await world.ada.client.put(api('/scripts/f/shop/charge'), { language: 'bun', content, settings })).status).toBe(201);
    const ask = () => people.viewer.client.post<Approval>(api('/approval_requests'), { kind: 'script', path: 'f/shop/charge', args: { amount: 42 } });
    const asked = (await ask()).body;
    const values = { pin: 'tell-nobody-4711', amount: 1, note: '$var:f/shop/anything', other: 'for the record' };
    const { body } = await decideAs(world.workspace, people.ben, asked.id, 'approve', { values });
    expect(body.stages[0]?.votes[0]?.values).toEqual({ ...values, pin: { $secret: true } });
    const { id, result } = await world.end(body.run_job_id ?? '');
    expect(result).toEqual([42, 16, '$var:f/shop/anything']);
    expect((await world.job(id)).args).toEqual({ amount: 42, pin: { $secret: true }, note: '$var:f/shop/anything' });
    const stored = await world.database.run({
      text: 'select (select json_agg(job) from job where id = $1) as job, (select json_agg(log) from job_log log where job_id = $1) as log',
      values: [id],
    });
    expect(JSON.stringify(stored)).not.toContain('tell-nobody');
    expect(codeOf(await decideAs(world.workspace, people.ben, (await ask()).body.id, 'approve', { values: { pin: 'abcd', note: 7 } }))).toBe(
      'approval/form_invalid',
    );
  });

  test('a flow is no way around the approval of a script that it runs', async () => {
    const script = { language: 'bun', content: 'export function main() { return 1; }' };
    await world.ada.client.put(api('/scripts/f/shop/guarded'), script);
    const { body } = await world.ada.client.put<{ hash: string }>(api('/scripts/f/shop/guarded'), {
      ...script,
      content: 'export function main() { return 2; }',
      settings: { run_approval: { approval: finance } },
    });
    const early = await world.ada.client.get<{ hash: string }>(api('/scripts/f/shop/guarded?version=1'));
    for (const hash of [undefined, body.hash, early.body.hash]) {
      const step = { id: 'a', value: { type: 'script', path: 'f/shop/guarded', input_transforms: {}, ...(hash ? { hash } : {}) } };
      const id = await world.begin([step], {}, {}, people.ann.client);
      expect(await world.end(id)).toMatchObject({ status: 'failed', error: { code: 'job/approval_required' } });
    }
    expect((await world.run([{ id: 'a', value: { type: 'script', path: 'f/shop/guarded', input_transforms: {} } }])).result).toBe(2);
  });

  test('what an author wrote that nobody could decide fails the step with words for the author', async () => {
    const outcome = await world.run([
      code('a', 'export function main() { return 1; }', {}, asks({ stages: [{ candidates: ['{{result.nothing}}x'] }] })),
      identity('b'),
    ]);
    expect(outcome).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('The approval is not valid at stages/0/candidates/0') } });
  });
});
