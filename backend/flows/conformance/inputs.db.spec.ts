import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { code, constant, echo, FlowWorld, given, identity, javascript } from './flow-world.test-support.ts';

describe('what goes into steps', () => {
  let world: FlowWorld;
  beforeAll(async () => {
    world = await FlowWorld.create();
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const own = (name: string): string => `u/${world.ada.username}/${name}`;
  const put = async (kind: string, name: string, body: object): Promise<void> => {
    const answer = await world.ada.client.put(`${world.workspace.api}/${kind}/${own(name)}`, body);
    if (answer.status >= 300) throw new Error(answer.text);
  };
  const random = 'export const main = (x?: unknown) => [x ?? null, Math.random()];';

  test('flow_env and the names of the run are in scope of expressions', async () => {
    const flow = await world.run(
      [code('a', echo, { x: '[flow_env.region, WM_WORKSPACE, WM_JOB_ID, WM_USERNAME, WM_FLOW_PATH]' })],
      { flow_env: { region: 'eu' } },
      { path: own('named') },
    );
    expect(flow.result).toEqual(['eu', world.workspace.id, flow.id, world.ada.username, own('named')]);
  });

  test('variable() and resource() give their values with the rights of the run', async () => {
    await put('variables', 'greeting', { value: 'hello', is_secret: false });
    await put('resources', 'shop', { resource_type: 'http', value: { url: 'http://127.0.0.1:9' } });
    const flow = await world.run([code('a', echo, { x: `[variable('${own('greeting')}').length, resource('${own('shop')}').url]` })]);
    expect([flow.error, flow.result]).toEqual([null, [5, 'http://127.0.0.1:9']]);
    expect((await world.run([code('a', echo, { x: `variable('u/nobody/secret').length` })])).error?.code).toMatch(/not_found|forbidden/);
  });

  test('a secret that an expression reads is not stored in clear with the job of the step', async () => {
    await put('variables', 'secret', { value: 'tell-nobody-42', is_secret: true });
    const flow = await world.run([
      code('a', 'export const main = (x: string, y: { z: string }) => [x.length, y.z.length];', {
        x: `variable('${own('secret')}')`,
        y: `({ z: variable('${own('secret')}') + '!' })`,
      }),
    ]);
    expect(flow.result).toEqual([14, 15]);
    const rows = await world.database.run<{ text: string }>({
      text: `select coalesce(args::text, '') as text from job where root_id = $1 or id = $1 union all select coalesce(held::text, '') || "row"::text from flow_step where job_id = $1`,
      values: [flow.id],
    });
    expect(rows.filter(({ text }) => text.includes('tell-nobody'))).toEqual([]);
  });

  test('a secret argument of the flow reaches its steps, and is stored nowhere in clear', async () => {
    const schema = { type: 'object', properties: { key: { type: 'string', 'x-ui': { secret: true } } } };
    const flow = await world.run(
      [code('a', 'export const main = (key: string) => key.length;', { key: 'flow_input.key' })],
      {},
      { schema, args: { key: 'tell-nobody-43' } },
    );
    expect(flow.result).toBe(14);
    const rows = await world.database.run<{ text: string }>({ text: `select args::text as text from job where root_id = $1 or id = $1`, values: [flow.id] });
    expect(rows.filter(({ text }) => text.includes('tell-nobody'))).toEqual([]);
    expect((await world.run([identity('a')], {}, { schema, args: { key: 'tell-nobody-44' } })).result).toEqual({ key: { $secret: true } });
  });

  test('cache_ttl gives the earlier result for equal arguments', async () => {
    const steps = [code('a', random, { x: 'flow_input.n' }, { cache_ttl: 60 })];
    const [first, second, other] = [
      await world.run(steps, {}, { args: { n: 1 } }),
      await world.run(steps, {}, { args: { n: 1 } }),
      await world.run(steps, {}, { args: { n: 2 } }),
    ];
    expect(second.result).toEqual(first.result);
    expect(other.result).not.toEqual(first.result);
    expect(await world.children(second.id)).toEqual([]);
  });

  test('cache_key says what has to be equal', async () => {
    const steps = [code('a', random, { x: 'flow_input.n' }, { cache_ttl: 60, cache_key: javascript('params.x % 10') })];
    const path = own('keyed');
    const [first, second] = [await world.run(steps, {}, { args: { n: 13 }, path }), await world.run(steps, {}, { args: { n: 23 }, path })];
    expect(second.result).toEqual(first.result);
  });

  test('the cache of a flow answers without running it', async () => {
    const path = await world.flow('cached', [code('a', random)], { cache_ttl: 60 });
    const [first, second] = [await world.runDeployed(path), await world.runDeployed(path)];
    expect(second.result).toEqual(first.result);
    expect(await world.children(second.id)).toEqual([]);
  });

  test('timeout stops a step', async () => {
    const flow = await world.run([code('a', 'export const main = () => new Promise((done) => setTimeout(done, 60000));', {}, { timeout: constant(1) })]);
    expect(flow).toMatchObject({ status: 'failed', error: { code: 'job/timeout', step_id: 'a' } });
  });

  test('priority and concurrency of a step are those of its job', async () => {
    const limited = { ...code('a', echo, { x: '1' }, { priority: 7 }) } as { value: object };
    const flow = await world.run([{ ...limited, value: { ...limited.value, concurrent_limit: 1, custom_concurrency_key: 'one' } }]);
    const [child] = await world.children(flow.id);
    const [row] = await world.database.run<{ priority: number; admission_key: string }>({
      text: 'select priority, admission_key from job where id = $1',
      values: [child?.id],
    });
    expect(row).toEqual({ priority: 7, admission_key: 'concurrency:one' });
  });

  test('concurrent_limit of a flow lets the next run begin when the one before has ended', async () => {
    const path = await world.flow('single', [given('a', 1, { sleep: constant(0.3) }), identity('b')], { concurrent_limit: 1 });
    const ids = await Promise.all([1, 2].map(async () => (await world.ada.client.post(`${world.workspace.api}/jobs/run/f/${path}`, {})).text));
    const jobs = await Promise.all((await Promise.all(ids.map((id) => world.end(id)))).map(({ id }) => world.job(id)));
    const [first, second] = jobs.sort((left, right) => Date.parse(left.started_at ?? '') - Date.parse(right.started_at ?? ''));
    expect(Date.parse(second?.started_at ?? '')).toBeGreaterThanOrEqual(Date.parse(first?.ended_at ?? ''));
  });

  test('skip_if passes the previous result on, and the step is marked as skipped', async () => {
    const flow = await world.run([given('a', 5), code('b', echo, { x: '1' }, { skip_if: { expr: 'previous_result === 5' } })]);
    expect([flow.result, await world.ends(flow.id)]).toEqual([5, ['/a:succeeded', '/b:skipped']]);
  });

  test('skip_expr ends the flow as skipped before its first step', async () => {
    expect(await world.run([code('a', echo)], { skip_expr: 'flow_input.off' }, { args: { off: true } })).toMatchObject({
      status: 'skipped',
      result: { off: true },
    });
  });

  test('the preprocessor runs for calls from outside, and its result becomes the arguments', async () => {
    const path = await world.flow('prepared', [code('a', echo, { x: 'flow_input' })], {
      preprocessor_module: code('preprocessor', 'export const main = (event: { n: number }) => ({ doubled: event.n * 2 });', { event: 'flow_input' }),
    });
    const token = await world.ada.withToken();
    const answer = await token.post(`${world.workspace.api}/jobs/run_wait_result/f/${path}`, { n: 4 });
    expect(answer.body).toEqual({ doubled: 8 });
    expect((await world.runDeployed(path, { n: 4 })).result).toEqual({ n: 4 });
  });

  test('early_return answers who waits as soon as its step has a result, and the flow goes on', async () => {
    const path = await world.flow('early', [given('a', { fast: true }, { sleep: constant(0.5) }), given('b', 'late')], { early_return: 'a' });
    const answer = await world.ada.client.post(`${world.workspace.api}/jobs/run_wait_result/f/${path}`, {});
    expect(answer.body).toEqual({ fast: true });
    const id = answer.headers.get('x-millrace-job-id') ?? '';
    expect((await world.job(id)).status).toBe('waiting');
    expect((await world.end(id)).result).toBe('late');
  });

  test('delete_after_secs deletes what a step had and gave, and keeps that it ran', async () => {
    // Large enough to lie in the object store.
    const large = 'export const main = () => "x".repeat(400_000);';
    const flow = await world.run([code('a', large, {}, { delete_after_secs: 0 }), given('b', 1)]);
    const child = await world.until(async () => {
      const [job] = await world.children(flow.id);
      return job && !job.has_result && job;
    });
    expect([child.args, child.status]).toEqual([{}, 'succeeded']);
  });
});
