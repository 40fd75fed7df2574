import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { call, code, echo, FlowWorld, given, identity } from './flow-world.test-support.ts';

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
});
