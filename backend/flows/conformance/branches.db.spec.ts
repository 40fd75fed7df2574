import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { broken, code, constant, echo, FlowWorld, given, identity, javascript } from './flow-world.test-support.ts';

describe('branches', () => {
  let world: FlowWorld;
  beforeAll(async () => {
    world = await FlowWorld.create();
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const branchOne = (id: string, branches: object[], otherwise: object[] = []): object => ({ id, value: { type: 'branchone', branches, default: otherwise } });
  const branchAll = (id: string, branches: object[], parallel = true, over: object = {}): object => ({
    id,
    value: { type: 'branchall', branches, parallel },
    ...over,
  });
  const branch = (modules: object[], over: object = {}): object => ({ modules, ...over });

  test('branchone takes the first branch whose condition is true', async () => {
    const flow = await world.run(
      [
        branchOne('b', [
          branch([given('x', 1)], { expr: 'flow_input.n > 5' }),
          branch([given('y', 2)], { expr: 'flow_input.n > 1' }),
          branch([given('z', 3)], { expr: 'true' }),
        ]),
      ],
      {},
      { args: { n: 3 } },
    );
    expect(flow.result).toBe(2);
    expect(await world.ends(flow.id)).toEqual(['/b[0]/y:succeeded', '/b:succeeded']);
  });

  test('branchone takes the default where no condition is true', async () => {
    expect((await world.run([branchOne('b', [branch([given('x', 1)], { expr: 'false' })], [given('y', 2)])])).result).toBe(2);
  });

  test('an empty branch passes the previous result on', async () => {
    expect((await world.run([given('a', 7), branchOne('b', [], [])])).result).toBe(7);
  });

  test('a condition that fails is not taken for false', async () => {
    const flow = await world.run([branchOne('b', [branch([given('x', 1)], { expr: 'flow_input.nothing.here' })], [given('y', 2)])]);
    expect(flow).toMatchObject({ status: 'failed', error: { step_id: 'b', code: 'expression/failed' } });
  });

  test('branchall gives the list of the results of all branches, in their order', async () => {
    const slow = 'export const main = async () => { await new Promise((done) => setTimeout(done, 60)); return "slow"; };';
    expect((await world.run([branchAll('b', [branch([code('x', slow)]), branch([given('y', 'fast')])])])).result).toEqual(['slow', 'fast']);
    expect((await world.run([branchAll('b', [branch([given('x', 1)]), branch([given('y', 2)])], false)])).result).toEqual([1, 2]);
  });

  test('skip_failure of a branch keeps the others and the flow', async () => {
    const flow = await world.run([branchAll('b', [branch([code('x', broken)], { skip_failure: true }), branch([given('y', 2)])])]);
    expect(flow.result).toEqual([{ error: expect.objectContaining({ message: 'no' }) }, 2]);
  });

  test('a failing branch without it fails the flow once the others have ended', async () => {
    const flow = await world.run([branchAll('b', [branch([code('x', broken)]), branch([code('y', echo, { x: '1' })])])]);
    expect(flow.status).toBe('failed');
    expect((await world.children(flow.id)).map(({ status }) => status).sort()).toEqual(['failed', 'succeeded']);
  });

  test('switch runs the case that lists the value, compared as JSON', async () => {
    const switchOn = (value: string): object => ({
      id: 's',
      value: {
        type: 'switch',
        value: javascript(value),
        cases: [
          { equals: ['1'], modules: [given('text', 'text')] },
          { equals: [1, 2], modules: [given('number', 'number')] },
        ],
        default: [given('other', 'other')],
      },
    });
    expect((await world.run([switchOn('2')])).result).toBe('number');
    expect((await world.run([switchOn("'1'")])).result).toBe('text');
    expect((await world.run([switchOn('null')])).result).toBe('other');
  });

  test('steps in a branch see the steps around it, and what comes after sees only the branch', async () => {
    const flow = await world.run([
      given('a', 1),
      branchOne('b', [branch([code('x', echo, { x: 'results.a + 1' })], { expr: 'true' })]),
      code('c', echo, { x: '[results.b, results.x === undefined || results.x === null]' }),
    ]);
    expect(flow.result).toEqual([2, true]);
  });

  test('identity, constants and transforms of every kind reach the code as they are', async () => {
    const shape = {
      id: 'a',
      value: {
        type: 'rawscript',
        language: 'bun',
        content: 'export const main = (a: unknown, b: unknown, c?: string) => [a, b, c ?? "none"];',
        input_transforms: { a: constant({ x: [1, null] }), b: javascript('flow_input'), c: { type: 'static' } },
      },
    };
    expect((await world.run([identity('first'), shape], {}, { args: { k: 'v' } })).result).toEqual([{ x: [1, null] }, { k: 'v' }, 'none']);
  });
});
