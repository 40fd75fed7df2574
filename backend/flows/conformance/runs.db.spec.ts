import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { broken, call, code, constant, echo, FlowWorld, forEach, given, identity } from './flow-world.test-support.ts';

describe('runs of flows', () => {
  let world: FlowWorld;
  beforeAll(async () => {
    world = await FlowWorld.create();
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const post = (path: string, body: unknown = {}) => world.ada.client.post(`${world.workspace.api}${path}`, body);
  const sleeper = (id: string): object => code(id, 'export const main = () => new Promise((done) => setTimeout(done, 30000));');

  test('the wait endpoint answers the raw result, or 422 with the error and its step', async () => {
    const path = await world.flow('plus', [code('a', 'export const main = (n: number) => n + 1;', { n: 'flow_input.n' })]);
    expect((await post(`/jobs/run_wait_result/f/${path}`, { n: 1 })).body).toBe(2);
    const bad = await world.flow('bad', [code('a', broken)]);
    const answer = await post(`/jobs/run_wait_result/f/${bad}`);
    expect([answer.status, answer.body]).toEqual([
      422,
      {
        error: expect.objectContaining({
          code: 'job/failed',
          message: 'no',
          details: expect.objectContaining({ error: expect.objectContaining({ step_id: 'a' }) }),
        }),
      },
    ]);
  });

  test('arguments are checked against the schema of the flow before anything runs', async () => {
    const path = await world.flow('checked', [identity('a')], {}, { schema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } });
    expect((await post(`/jobs/run/f/${path}`, { n: 'text' })).body).toMatchObject({ error: { code: 'job/args_invalid' } });
  });

  test('the same idempotency key gives the same run', async () => {
    const path = await world.flow('once', [given('a', 1)]);
    const ids = await Promise.all([1, 2, 3].map(async () => (await post(`/jobs/run/f/${path}?idempotency_key=k`)).text));
    expect(new Set(ids).size).toBe(1);
  });

  test('a batch runs the flow once for each set of arguments', async () => {
    const path = await world.flow('batched', [code('a', echo, { x: 'flow_input.n' })]);
    const { ids } = (await post(`/jobs/run_batch/f/${path}`, { args: [{ n: 1 }, { n: 2 }, { n: 3 }] })).body as { ids: string[] };
    expect((await Promise.all(ids.map((id) => world.end(id)))).map(({ result }) => result)).toEqual([1, 2, 3]);
  });

  test('a run that is scheduled for later begins then', async () => {
    const path = await world.flow('later', [given('a', 1)]);
    const id = (await post(`/jobs/run/f/${path}?scheduled_in_s=0.3`)).text;
    expect((await world.job(id)).status).toBe('queued');
    expect((await world.end(id)).status).toBe('succeeded');
  });

  test('a sub-flow is a job of its own, whose result and failure are those of the step', async () => {
    const inner = await world.flow('inner', [
      code('x', 'export const main = (n: number) => { if (n < 0) throw new Error("negative"); return n * 2; };', { n: 'flow_input.n' }),
    ]);
    const well = await world.run([call('a', 'flow', inner, { n: '4' }), code('b', echo, { x: 'results.a + 1' })]);
    expect(well.result).toBe(9);
    expect((await world.children(well.id))[0]).toMatchObject({ kind: 'flow', path: inner, parent_id: well.id, version: 1 });
    expect(await world.run([call('a', 'flow', inner, { n: '-1' })])).toMatchObject({ status: 'failed', error: { message: 'negative', step_id: 'a' } });
  });

  test('a flow that runs itself is stopped at the limit of depth, with an error that says so', async () => {
    const path = `u/${world.ada.username}/endless`;
    await world.flow('endless', [identity('a')]);
    await world.database.run({
      text: `update flow_version set value = $2::json where workspace_id = $3 and flow_id = (select id from flow where path = $1 and workspace_id = $3)`,
      values: [path, JSON.stringify({ modules: [call('a', 'flow', path)] }), world.workspace.id],
    });
    const flow = await world.runDeployed(path);
    expect(flow.status).toBe('failed');
    expect(flow.error?.message).toContain('at most 20 deep');
  });

  test('a sub-flow that does not end in time is cancelled, and its step has failed', async () => {
    const inner = await world.flow('sleeper', [given('x', 1, { sleep: constant(600) }), identity('y')]);
    const flow = await world.run([call('a', 'flow', inner, {}, { timeout: constant(1) })]);
    expect(flow).toMatchObject({ status: 'failed', error: { code: 'job/timeout', step_id: 'a' } });
    await world.until(async () => (await world.children(flow.id))[0]?.status === 'cancelled');
  });

  test('a sub-flow that ends in time leaves no clock behind', async () => {
    const inner = await world.flow('quick', [given('x', 1)]);
    const id = await world.begin([call('a', 'flow', inner, {}, { timeout: constant(600) })]);
    expect((await world.end(id)).result).toBe(1);
    expect(await world.database.run({ text: 'select 1 from wait where job_id = $1 and closed_at is null', values: [id] })).toEqual([]);
  });

  test('a run keeps the version that it began with', async () => {
    const path = await world.flow('bound', [given('a', 1, { sleep: constant(0.6) }), given('b', 'old')]);
    const id = (await post(`/jobs/run/f/${path}`)).text;
    await world.flow('bound', [given('a', 1), given('b', 'new')]);
    expect((await world.end(id)).result).toBe('old');
    expect((await world.runDeployed(path)).result).toBe('new');
  });

  test('cancelling a flow ends its steps, its sub-flows and their steps within a second or so', async () => {
    const inner = await world.flow('slow', [sleeper('x')]);
    const id = await world.begin([
      { id: 'all', value: { type: 'branchall', parallel: true, branches: [{ modules: [sleeper('y')] }, { modules: [call('z', 'flow', inner)] }] } },
    ]);
    await world.until(
      async () => (await world.database.run({ text: `select 1 from job where root_id = $1 and status = 'running'`, values: [id] })).length === 2,
    );
    const begun = Date.now();
    expect((await post(`/jobs/${id}/cancel`, { reason: 'enough' })).status).toBe(200);
    await world.until(
      async () => (await world.database.run({ text: `select 1 from job where (root_id = $1 or id = $1) and ended_at is null`, values: [id] })).length === 0,
    );
    expect(Date.now() - begun).toBeLessThan(5_000);
    await world.until(
      async () =>
        (
          await world.database.run({
            text: `select 1 from flow_run join job on job.id = job_id where (job.root_id = $1 or job.id = $1) and flow_run.status <> 'cancelled'`,
            values: [id],
          })
        ).length === 0,
    );
    expect(await world.job(id)).toMatchObject({ status: 'cancelled', cancel_reason: 'enough' });
  });

  test('a step whose own job is cancelled fails its flow and says who did it', async () => {
    const id = await world.begin([sleeper('a')]);
    const child = await world.until(async () => (await world.children(id))[0]);
    await post(`/jobs/${child.id}/cancel`);
    expect(await world.end(id)).toMatchObject({ status: 'failed', error: { code: 'job/cancelled', step_id: 'a' } });
  });

  test('a test runs up to a step, one step alone, and with pinned results', async () => {
    const steps = [code('a', echo, { x: '"ran"' }), code('b', echo, { x: '[results.a, flow_input.n ?? 0]' }), code('c', broken)];
    expect((await world.run(steps, {}, { until: 'b' })).result).toEqual(['ran', 0]);
    expect((await world.run(steps, {}, { only: 'b', results: { a: 'pinned' }, args: { n: 3 } })).result).toEqual(['pinned', 3]);
    expect((await world.run(steps, {}, { results: { c: 'never failed' } })).result).toBe('never failed');
  });

  test('restart goes on from a step, with the results before it, and edited ones where asked for', async () => {
    const path = await world.flow('mended', [code('a', 'export const main = () => Math.random();'), code('b', echo, { x: 'results.a' }), code('c', broken)]);
    const failed = await world.runDeployed(path);
    const before = (await world.children(failed.id)).map(({ result }) => result);
    await world.flow('mended', [
      code('a', 'export const main = () => Math.random();'),
      code('b', echo, { x: 'results.a' }),
      code('c', echo, { x: '[results.a, results.b]' }),
    ]);
    const again = await world.end((await post(`/jobs/${failed.id}/restart`, { step: 'c', version: 'newest' })).text);
    expect(again.result).toEqual([before[0], before[1]]);
    expect((await world.children(again.id)).map(({ trigger_path }) => trigger_path)).toEqual(['/c']);
    const edited = await world.end((await post(`/jobs/${failed.id}/restart`, { step: 'b', version: 'newest', results: { a: 'edited' } })).text);
    expect(edited.result).toEqual(['edited', 'edited']);
    expect((await world.end((await post(`/jobs/${failed.id}/restart`, { step: 'c' })).text)).status).toBe('failed');
  });

  test('restart after an approval sees who decided and what they filled in, also when it is restarted again', async () => {
    const asks = { suspend: { required_events: 1, timeout: 600, resume_form: { schema: { type: 'object', properties: { amount: { type: 'number' } } } } } };
    const steps = [given('a', 1, asks), code('b', echo, { x: '[resume, approvers]' }), given('c', 2, asks), code('d', echo, { x: '[results.b, resume]' })];
    const flow = await world.begin(steps);
    const approve = async (jobId: string, amount: number): Promise<void> => {
      const waiting = await world.until(
        async () =>
          (await world.database.run<{ id: string }>({ text: `select id from approval_request where job_id = $1 and status = 'open'`, values: [jobId] }))[0],
      );
      expect((await post(`/approvals/${waiting.id}/decide`, { vote: 'approve', values: { amount } })).status).toBe(200);
    };
    await approve(flow, 7);
    await approve(flow, 8);
    const first = [{ amount: 7 }, [`u/${world.ada.username}`]];
    expect((await world.end(flow)).result).toEqual([first, { amount: 8 }]);
    const again = (await post(`/jobs/${flow}/restart`, { step: 'b' })).text;
    await approve(again, 9);
    expect((await world.end(again)).result).toEqual([first, { amount: 9 }]);
    const last = (await post(`/jobs/${again}/restart`, { step: 'd' })).text;
    expect((await world.end(last)).result).toEqual([first, { amount: 9 }]);
  });

  test('restart from an iteration keeps those before it', async () => {
    const failing = code('x', 'export const main = (n: number) => { if (n === 2) throw new Error("two"); return Math.random(); };', {
      n: 'flow_input.iter.value',
    });
    const flow = await world.run([forEach('loop', constant([0, 1, 2]), [failing, identity('y')])]);
    const [first] = await world.children(flow.id);
    const id = (await post(`/jobs/${flow.id}/restart`, { frame: '/loop[2]', step: 'x' })).text;
    expect(await world.end(id)).toMatchObject({ status: 'failed', error: { message: 'two' } });
    expect((await world.children(id)).map(({ trigger_path }) => trigger_path)).toEqual(['/loop[2]/x']);
    const edited = (await post(`/jobs/${flow.id}/restart`, { frame: '/loop[1]', step: 'y', results: { x: 'edited' } })).text;
    await world.end(edited);
    const kept = await world.ada.client.get(`${world.workspace.api}/jobs/${edited}/flow/result?frame=/loop[0]&step=x`);
    expect(kept.body).toBe(first?.result);
    expect((await world.ada.client.get(`${world.workspace.api}/jobs/${edited}/flow/result?frame=/loop[1]&step=y`)).body).toBe('edited');
  });

  test('a step that the run does not know is no place to go on from', async () => {
    const flow = await world.run([given('a', 1)]);
    expect((await post(`/jobs/${flow.id}/restart`, { step: 'nothing' })).body).toMatchObject({ error: { code: 'flow/not_restartable' } });
    expect((await post(`/jobs/${flow.id}/restart`, { frame: '/loop[0]', step: 'a' })).body).toMatchObject({ error: { code: 'flow/not_restartable' } });
  });

  test('a run that goes on cannot be restarted', async () => {
    const id = await world.begin([given('a', 1, { sleep: constant(60) }), identity('b')]);
    expect((await post(`/jobs/${id}/restart`, { step: 'a' })).body).toMatchObject({ error: { code: 'flow/not_restartable' } });
    await post(`/jobs/${id}/cancel`);
  });

  test('runs of flows are run again one by one and in bulk', async () => {
    const path = await world.flow('repeated', [code('a', echo, { x: 'flow_input.n' })]);
    const first = await world.runDeployed(path, { n: 5 });
    expect((await world.end((await post(`/jobs/${first.id}/rerun`)).text)).result).toBe(5);
    expect((await world.end((await post(`/jobs/${first.id}/rerun`, { args: { n: 6 } })).text)).result).toBe(6);
    const { done } = (await post('/jobs/bulk_rerun', { ids: [first.id] })).body as { done: string[] };
    expect((await world.end(done[0] ?? '')).result).toBe(5);
  });

  test('steps run with the rights of who runs the flow, not of who wrote it', async () => {
    await world.workspace.aFolder('shared');
    await world.workspace.aFolder('closed');
    const bob = await world.workspace.aMember('developer');
    await world.workspace.grant('folder', 'shared', `u/${bob.username}`, 'read');
    await world.ada.client.put(`${world.workspace.api}/scripts/f/closed/s`, { language: 'bun', content: 'export const main = () => 1;' });
    await world.ada.client.put(`${world.workspace.api}/flows/f/shared/f`, { value: { modules: [call('a', 'script', 'f/closed/s')] } });
    const answer = await bob.client.post(`${world.workspace.api}/jobs/run_wait_result/f/f/shared/f`, {});
    expect(answer.body).toMatchObject({ error: { code: 'job/failed', details: { error: { step_id: 'a' } } } });
    expect((await world.runDeployed('f/shared/f')).result).toBe(1);
  });

  test('a schedule runs a flow at its ticks', async () => {
    const path = await world.flow('ticked', [given('a', 1)]);
    const schedule = `u/${world.ada.username}/often`;
    const made = await world.ada.client.put(`${world.workspace.api}/schedules/${schedule}`, { target: { kind: 'flow', path }, args: {}, cron: '0 0 1 1 *' });
    expect(made.status).toBe(201);
    const { job_id: id } = (await post(`/schedule_run_now/${schedule}`)).body as { job_id: string };
    expect(await world.end(id)).toMatchObject({ status: 'succeeded', result: 1 });
    expect((await world.job(id)).kind).toBe('flow');
  });
});
