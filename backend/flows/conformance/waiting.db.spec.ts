import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestUser } from '../../../test/support/app.ts';
import type { Job } from '../../jobs/jobs.contract.ts';
import { code, constant, echo, FlowWorld, forEach, given, identity, javascript } from './flow-world.test-support.ts';

describe('what waits without a worker', () => {
  let world: FlowWorld;
  let bob: TestUser;
  beforeAll(async () => {
    world = await FlowWorld.create();
    bob = await world.workspace.aMember('admin');
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const api = (path: string): string => `${world.workspace.api}${path}`;
  const approvalOf = (jobId: string): Promise<string> =>
    world.until(async () => {
      const [row] = await world.database.run<{ id: string }>({
        text: `select id from approval_request where job_id = $1 and status = 'open'`,
        values: [jobId],
      });
      return row?.id;
    });
  const vote = async (jobId: string, kind: 'approve' | 'reject', values: object = {}, who: TestUser = bob): Promise<number> =>
    (await who.client.post(api(`/approvals/${await approvalOf(jobId)}/decide`), { vote: kind, values, comment: 'because' })).status;
  const asks = (suspend: object = {}): object => ({ suspend: { required_events: 1, timeout: 600, ...suspend } });

  test('sleep delays the next step, and the job says until when', async () => {
    const id = await world.begin([given('a', 1, { sleep: constant(0.4) }), identity('b')]);
    expect((await world.job(id)).waiting_for).toMatchObject({ reason: 'sleep', message: expect.stringMatching(/^It sleeps after step a until /) });
    expect((await world.end(id)).result).toBe(1);
  });

  test('the time to sleep can be computed', async () => {
    expect((await world.run([given('a', 0.02, { sleep: javascript('result') }), identity('b')])).result).toBe(0.02);
    expect(await world.run([given('a', 'long', { sleep: javascript('result') }), identity('b')])).toMatchObject({
      status: 'failed',
      error: { code: 'flow/invalid_input' },
    });
  });

  test('suspend waits for a decision, and the next step sees who decided and what they filled in', async () => {
    const id = await world.begin([
      given('a', 1, asks({ resume_form: { schema: { type: 'object', properties: { amount: { type: 'number' } } } } })),
      code('b', echo, { x: '[resume, resumes, approvers, previous_result]' }),
    ]);
    expect((await world.until(async () => (await world.job(id)).waiting_for)).reason).toBe('approval');
    expect(await vote(id, 'approve', { amount: 7 })).toBe(200);
    expect((await world.end(id)).result).toEqual([{ amount: 7 }, [{ amount: 7 }], [`u/${bob.username}`], 1]);
  });

  test('required_events waits for so many people', async () => {
    const id = await world.begin([given('a', 1, asks({ required_events: 2 })), code('b', echo, { x: 'approvers.length' })]);
    expect(await vote(id, 'approve', {}, bob)).toBe(200);
    expect((await world.job(id)).status).toBe('waiting');
    expect(await vote(id, 'approve', {}, world.ada)).toBe(200);
    expect((await world.end(id)).result).toBe(2);
  });

  test('a rejection fails the flow, or lets it go on where it says so', async () => {
    const id = await world.begin([given('a', 1, asks()), identity('b')]);
    expect(await vote(id, 'reject')).toBe(200);
    expect(await world.end(id)).toMatchObject({ status: 'failed', error: { name: 'SuspendedDisapproved', code: 'flow/disapproved', step_id: 'a' } });
    const other = await world.begin([given('a', 1, asks({ continue_on_disapprove_timeout: true })), identity('b')]);
    expect(await vote(other, 'reject')).toBe(200);
    expect((await world.end(other)).result).toBe(1);
  });

  test('nobody decides in time: the flow fails', async () => {
    const flow = await world.run([given('a', 1, asks({ timeout: 1 })), identity('b')]);
    expect(flow).toMatchObject({ status: 'failed', error: { code: 'flow/approval_timeout' } });
  });

  test('an approval after the last step is waited for', async () => {
    const id = await world.begin([given('a', 1, asks())]);
    await approvalOf(id);
    expect((await world.job(id)).status).toBe('waiting');
    await vote(id, 'approve');
    expect((await world.end(id)).result).toBe(1);
  });

  test('first the approval, then the sleep', async () => {
    const id = await world.begin([given('a', 1, { ...asks(), sleep: constant(0.05) }), identity('b')]);
    await vote(id, 'approve');
    expect((await world.end(id)).status).toBe('succeeded');
    const kinds = await world.database.run<{ kind: string }>({ text: 'select kind from wait where job_id = $1 order by opened_at', values: [id] });
    expect(kinds.map(({ kind }) => kind)).toEqual(['approval', 'sleep']);
  });

  test('groups that may decide can be computed, and what cannot be asked fails the step with the reason', async () => {
    await world.workspace.aGroup('finance');
    const id = await world.begin([given('a', ['finance'], asks({ user_groups_required: javascript('result') })), identity('b')]);
    expect((await world.until(async () => (await world.job(id)).waiting_for)).message).toContain('by g/finance');
    await world.ada.client.post(api(`/jobs/${id}/cancel`), {});
    const refused = await world.run([given('a', 5, asks({ user_groups_required: javascript('result') })), identity('b')]);
    expect(refused.error?.message).toContain('must be a list of names');
  });

  test('a script that the author names is told of the approval, as whom the flow runs', async () => {
    const hook = await world.script('hook', 'export function main(approval_id: string, occasion: string, status: string) { return [occasion, status]; }');
    const id = await world.begin([given('a', 1, asks({ approval: { handler: { path: hook } } })), identity('b')]);
    const approval = await approvalOf(id);
    await vote(id, 'approve');
    const told = await world.until(async () => {
      const rows = await world.database.run<{ result: unknown; run_as: string }>({
        text: `select result, run_as from job where path = $1 and status = 'succeeded' and args->>'approval_id' = $2`,
        values: [hook, approval],
      });
      return rows.length === 2 && rows;
    });
    const runAs = `u/${world.ada.username}`;
    expect(told).toEqual(
      expect.arrayContaining([
        { result: ['asked', 'open'], run_as: runAs },
        { result: ['ended', 'approved'], run_as: runAs },
      ]),
    );
    await world.end(id);
  });

  test('a secret that is filled in reaches the step that asks for it and nobody else, and what looks like a reference stays a text', async () => {
    const form = {
      schema: { type: 'object', properties: { zip: { type: 'string' }, pin: { type: 'string', format: 'password' }, address: { type: 'string' } } },
    };
    const reads = code('b', 'export function main(pin: string, note: string) { console.log(`pin ${pin}`); return { length: pin.length, pin, note }; }', {
      pin: 'resume.pin',
      note: 'resume.address',
    });
    const id = await world.begin([given('a', 1, asks({ resume_form: form })), reads]);
    const approval = await approvalOf(id);
    const seen = async () => (await bob.client.get(api(`/approvals/${approval}`))).body as { form: { approve: { properties: object } } };
    expect(Object.keys((await seen()).form.approve.properties)).toEqual(['zip', 'pin', 'address']);
    expect(await vote(id, 'approve', { pin: { $encrypted: 'x' } })).toBe(422);
    expect(await vote(id, 'approve', { pin: 'hunter-2-hunter', address: '$var:f/flows/anything' })).toBe(200);
    expect((await world.end(id)).result).toEqual({ length: 15, pin: expect.not.stringContaining('hunter'), note: '$var:f/flows/anything' });
    const [child] = (await world.children(id)).filter(({ trigger_path }) => trigger_path === '/b');
    const job = await world.ada.client.get(api(`/jobs/${child?.id}`));
    expect(job.body).toMatchObject({ args: { pin: { $secret: true }, note: '$var:f/flows/anything' } });
    const texts = [job.text, (await world.ada.client.get(api(`/jobs/${child?.id}/logs`))).text, JSON.stringify(await seen())];
    const kept = await world.database.run<{ text: string }>({
      text: `select to_json(r)::text as text from (select * from approval_vote where request_id = $1) r union all select to_json(e)::text from approval_event e where request_id = $1
        union all select to_json(s)::text from flow_step s where job_id = $2 union all select to_json(w)::text from wait w where job_id = $2`,
      values: [approval, id],
    });
    for (const text of [...texts, ...kept.map((row) => row.text)]) expect(text).not.toContain('hunter');
    expect(JSON.stringify(await seen())).toContain('{"$secret":true}');
  });

  test('a wait is told in the words of the author, with what is asked and the round of the loop, and not by its place', async () => {
    const asked = given('a', 1, { ...asks(), summary: 'Check the refund' });
    const decides = await world.begin([{ id: 'decision', value: { type: 'branchone', branches: [{ expr: 'true', modules: [asked] }], default: [] } }]);
    await approvalOf(decides);
    expect((await world.job(decides)).waiting_for?.message).toMatch(
      /^It waits for a decision about "Check the refund" until|^It waits for a decision by .* about "Check the refund" until/,
    );
    await world.ada.client.post(api(`/jobs/${decides}/cancel`), {});
    const body = { id: 'paid', summary: 'Money is here', value: { type: 'wait_for_event', key: constant('never') } };
    const loops = await world.begin([
      { id: 'orders', summary: 'Every order', value: { type: 'forloopflow', iterator: constant([1]), skip_failures: false, modules: [body] } },
    ]);
    await world.wait(loops, 'event');
    expect((await world.job(loops)).waiting_for?.message).toBe('It waits for the event "never" at "Money is here" in round 1 of "Every order".');
    await world.ada.client.post(api(`/jobs/${loops}/cancel`), {});
  });

  test('a cancelled flow voids its requests, and a late decision resumes nothing', async () => {
    const id = await world.begin([given('a', 1, asks()), identity('b')]);
    const approval = await approvalOf(id);
    await world.ada.client.post(api(`/jobs/${id}/cancel`), { reason: 'not needed' });
    expect((await world.end(id)).status).toBe('cancelled');
    await world.until(
      async () => (await world.database.run({ text: `select 1 from approval_request where id = $1 and status = 'void'`, values: [approval] })).length > 0,
    );
    expect((await bob.client.post(api(`/approvals/${approval}/decide`), { vote: 'approve' })).status).toBe(409);
  });

  test('wait_for_event goes on with the payload of the event that has its key', async () => {
    const id = await world.begin(
      [{ id: 'paid', value: { type: 'wait_for_event', key: javascript('`order/${flow_input.order}`') } }, code('b', echo, { x: 'results.paid.sum' })],
      {},
      { args: { order: 17 } },
    );
    expect((await world.wait(id, 'event')).event_key).toBe('order/17');
    expect((await world.job(id)).waiting_for).toMatchObject({ reason: 'event', message: 'It waits for the event "order/17" at step paid.' });
    expect((await world.ada.client.post(api('/events/order%2F17'), { sum: 99 })).body).toEqual({ resumed: 1 });
    expect((await world.end(id)).result).toBe(99);
  });

  test('an event that was kept is there for the flow that waits for it later', async () => {
    await world.ada.client.post(api('/events/early?keep_s=60'), { was: 'kept' });
    expect((await world.run([{ id: 'e', value: { type: 'wait_for_event', key: constant('early') } }])).result).toEqual({ was: 'kept' });
  });

  test('an event that does not come in time fails the step, which can be tried again', async () => {
    const waits = (over: object = {}): object => ({ id: 'e', value: { type: 'wait_for_event', key: constant('never'), timeout: 0.1 }, ...over });
    expect(await world.run([waits()])).toMatchObject({ status: 'failed', error: { code: 'flow/event_timeout' } });
    const twice = await world.run([waits({ retry: { constant: { attempts: 1, seconds: 0 } }, continue_on_error: true })]);
    expect((await world.database.run({ text: `select 1 from wait where job_id = $1 and kind = 'event'`, values: [twice.id] })).length).toBe(2);
  });

  test('iterations of a parallel loop wait beside each other', async () => {
    const id = await world.begin([
      forEach('loop', constant(['x', 'y', 'z']), [{ id: 'e', value: { type: 'wait_for_event', key: javascript('`key ${flow_input.iter.value}`') } }], {
        parallel: true,
      }),
    ]);
    await world.wait(id, 'event');
    for (const key of ['z', 'x', 'y']) expect((await world.ada.client.post(api(`/events/key%20${key}`), { key })).body).toEqual({ resumed: 1 });
    expect((await world.end(id)).result).toEqual([{ key: 'x' }, { key: 'y' }, { key: 'z' }]);
  });

  test('a flow that waits holds no worker', async () => {
    const id = await world.begin([given('a', 1, { sleep: constant(60) }), identity('b')]);
    const job = (await world.ada.client.get(api(`/jobs/${id}`))).body as Job;
    expect([job.status, job.worker]).toEqual(['waiting', null]);
    await world.ada.client.post(api(`/jobs/${id}/cancel`), {});
  });
});
