import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RecoveryService } from '../../workers/recovery.service.ts';
import { broken, call, code, constant, echo, FlowWorld, given, identity, forEach } from './flow-world.test-support.ts';

const inLanguage = (id: string, language: string, content: string): object => ({ id, value: { type: 'rawscript', language, content, input_transforms: {} } });

describe('steps one after the other', () => {
  let world: FlowWorld;
  beforeAll(async () => {
    world = await FlowWorld.create();
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  test('steps run strictly in order, with what they refer to, and the last result is that of the flow', async () => {
    const flow = await world.run(
      [code('a', echo, { x: 'flow_input.n + 1' }), code('b', echo, { x: '[results.a, previous_result, flow_input.n]' })],
      {},
      { args: { n: 1 } },
    );
    expect(flow).toMatchObject({ status: 'succeeded', result: [2, 2, 1] });
    expect(await world.ends(flow.id)).toEqual(['/a:succeeded', '/b:succeeded']);
  });

  test('a flow without steps gives its arguments', async () => {
    expect(await world.run([], {}, { args: { x: 1 } })).toMatchObject({ status: 'succeeded', result: { x: 1 } });
  });

  test('identity gives the previous result, and at the beginning the arguments', async () => {
    expect((await world.run([identity('a')], {}, { args: { x: 1 } })).result).toEqual({ x: 1 });
    expect((await world.run([given('a', 7), identity('b'), identity('c')])).result).toBe(7);
  });

  test('a mocked step is replaced by its value, also in runs of a deployed flow', async () => {
    const path = await world.flow('mocked', [code('a', 'export const main = () => 1;', {}, { mock: { enabled: true, return_value: { x: [1] } } })]);
    const flow = await world.runDeployed(path);
    expect(flow.result).toEqual({ x: [1] });
    expect(await world.children(flow.id)).toEqual([]);
  });

  test('a step runs a deployed script, as whom the flow runs', async () => {
    const path = await world.script('double', 'export const main = (n: number) => 2 * n;');
    const flow = await world.run([call('a', 'script', path, { n: 'flow_input.n' })], {}, { args: { n: 21 } });
    expect(flow.result).toBe(42);
    const [child] = await world.children(flow.id);
    expect(child).toMatchObject({ path, parent_id: flow.id, root_id: flow.id, run_as: `u/${world.ada.username}`, trigger_kind: 'flow', trigger_path: '/a' });
  });

  describe('with same_worker', () => {
    const isPinned = { same_worker: true };
    const one = 'export const main = () => 1;';
    const write = "import { writeFileSync } from 'node:fs';\nexport const main = () => writeFileSync('./shared/log', 'bun ');";
    const read = "import { readFileSync } from 'node:fs';\nexport const main = () => readFileSync('./shared/log', 'utf8');";
    /** As if the worker was gone, with what it had. */
    const loseWorker = () =>
      world.database.run({ text: `update worker set tags = array(select tag from unnest(tags) as tag where tag not like '@worker:%')`, values: [] });

    test('steps of every language share the folder ./shared, which is gone when the flow has ended', async () => {
      const python = "def main():\n    with open('shared/log', 'a') as log:\n        log.write('python ')\n";
      const bash = 'printf "bash " >> shared/log';
      const steps = [code('a', write), inLanguage('b', 'python3', python), forEach('c', constant([1, 2]), [inLanguage('d', 'bash', bash)]), code('e', read)];
      const flow = await world.run(steps, isPinned);
      expect(flow).toMatchObject({ status: 'succeeded', result: 'bun python bash bash ', error: null });
      const tags = new Set((await world.children(flow.id)).map(({ tag }) => tag));
      expect([...tags]).toEqual([expect.stringMatching(/^@worker:/)]);
      // Without it each step has a folder of its own, and each run another one.
      expect(await world.run([code('a', write)])).toMatchObject({ status: 'failed' });
      expect(await world.run([code('e', read)], isPinned)).toMatchObject({ status: 'failed' });
    });

    test('a flow whose worker is lost fails, its retries with it; what stands for failures runs elsewhere', async () => {
      const waiting = { id: 'w', value: { type: 'wait_for_event', key: constant('lost') } };
      const retried = code('b', broken, {}, { retry: { constant: { attempts: 3, seconds: 600 } } });
      const failure = code('failure', echo, { x: 'error.code' });
      const before = await world.begin([code('a', one), waiting, code('c', one)], { ...isPinned, failure_module: failure });
      const between = await world.begin([retried], isPinned);
      await world.wait(before, 'event');
      await world.until(async () => (await world.children(between)).length === 2);
      await loseWorker();
      await world.app.get(RecoveryService).failStranded();
      await world.ada.client.post(`${world.workspace.api}/events/lost`, {});
      expect(await world.end(between)).toMatchObject({ status: 'failed', error: { code: 'flow/worker_lost', step_id: 'b' } });
      const lost = await world.end(before);
      expect((await world.children(lost.id)).at(-1)).toMatchObject({ tag: 'bun', result: 'flow/worker_lost' });
      expect(await world.run([code('a', one)], isPinned)).toMatchObject({ status: 'failed', error: { code: 'flow/no_worker' } });
    });
  });
});
