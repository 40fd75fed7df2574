import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { broken, code, constant, echo, FlowWorld, forEach, given, identity, javascript } from './flow-world.test-support.ts';

const untilIndex = (limit: number): object => ({ stop_after_if: { expr: `flow_input.iter.index >= ${limit}` } });
const whileLoop = (id: string, modules: readonly object[], over: object = {}): object => ({
  id,
  value: { type: 'whileloopflow', modules, skip_failures: false },
  ...over,
});

describe('loops', () => {
  let world: FlowWorld;
  beforeAll(async () => {
    world = await FlowWorld.create();
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  test('forloopflow runs its steps for each item in turn and gives the list of results', async () => {
    const flow = await world.run(
      [forEach('loop', javascript('flow_input.list'), [code('a', echo, { x: '[flow_input.iter.index, flow_input.iter.value, flow_input.n]' })])],
      {},
      { args: { list: ['x', 'y'], n: 1 } },
    );
    expect(flow.result).toEqual([
      [0, 'x', 1],
      [1, 'y', 1],
    ]);
    expect(await world.ends(flow.id)).toEqual(['/loop[0]/a:succeeded', '/loop[1]/a:succeeded', '/loop:succeeded']);
  });

  test('a parallel loop gives its results in the order of the items', async () => {
    const wait = 'export const main = async (n: number) => { await new Promise((done) => setTimeout(done, 120 - 30 * n)); return n; };';
    expect((await world.run([forEach('loop', constant([0, 1, 2, 3]), [code('a', wait, { n: 'flow_input.iter.value' })], { parallel: true })])).result).toEqual([
      0, 1, 2, 3,
    ]);
  });

  test('parallelism limits how many iterations are under way', async () => {
    const flow = await world.run([
      forEach('loop', constant([0, 1, 2, 3, 4]), [code('a', echo, { x: 'flow_input.iter.index' })], { parallel: true, parallelism: 2 }),
    ]);
    expect(flow.result).toEqual([0, 1, 2, 3, 4]);
    const rows = await world.database.run<{ kind: string }>({
      text: `select kind from flow_step where job_id = $1 and kind in ('frame_started', 'frame_ended') and frame <> '' order by seq`,
      values: [flow.id],
    });
    let open = 0;
    const widths = rows.map(({ kind }) => (open += kind === 'frame_started' ? 1 : -1));
    expect(Math.max(...widths)).toBe(2);
  });

  test('skip_failures keeps the loop going, and failed iterations stand as their errors', async () => {
    const picky = 'export const main = (n: number) => { if (n === 1) throw new Error("one"); return n; };';
    const flow = await world.run([forEach('loop', constant([0, 1, 2]), [code('a', picky, { n: 'flow_input.iter.value' })], { skip_failures: true })]);
    expect(flow.result).toEqual([0, { error: expect.objectContaining({ message: 'one', step_id: 'a' }) }, 2]);
  });

  test('without skip_failures a failed iteration fails the loop and the flow', async () => {
    const flow = await world.run([forEach('loop', constant([1, 2]), [code('a', broken)]), code('b', echo)]);
    expect(flow).toMatchObject({ status: 'failed', error: { message: 'no', step_id: 'a' } });
  });

  test('an iterator that is no list fails the step and says what it is', async () => {
    expect((await world.run([forEach('loop', constant('text'), [identity('a')])])).error?.message).toBe('The iterator of loop must be a list, but it is text.');
  });

  test('an empty list gives an empty list', async () => {
    expect((await world.run([forEach('loop', constant([]), [identity('a')])])).result).toEqual([]);
  });

  test('a loop within a loop sees both iterations', async () => {
    const flow = await world.run([
      forEach('outer', constant([1, 2]), [
        forEach('inner', constant(['a', 'b']), [code('x', echo, { x: '`${flow_input.iter_parent.value}${flow_input.iter.value}`' })]),
      ]),
    ]);
    expect(flow.result).toEqual([
      ['1a', '1b'],
      ['2a', '2b'],
    ]);
  });

  test('a step in a loop sees the result of the iteration before', async () => {
    const flow = await world.run([forEach('loop', constant([1, 2, 3]), [code('sum', echo, { x: '(results.sum ?? 0) + flow_input.iter.value' })])]);
    expect(flow.result).toEqual([1, 3, 6]);
  });

  test('whileloopflow runs until the stop of a step in it, and gives all results', async () => {
    const flow = await world.run([whileLoop('loop', [code('a', echo, { x: 'flow_input.iter.index' }, untilIndex(2))])]);
    expect(flow.result).toEqual([0, 1, 2]);
  });

  test('whileloopflow runs until its own stop_after_if, which sees the result of the iteration', async () => {
    const flow = await world.run([whileLoop('loop', [given('a', 5)], { stop_after_if: { expr: 'result === 5' } })]);
    expect(flow.result).toEqual([5]);
  });

  test('stop_after_if of a loop sees the results of all iterations so far, failed ones as their errors', async () => {
    const stop = { stop_after_if: { expr: 'all_iters.length === 3 && all_iters[0] === 7 && all_iters[1].error.message === "no" && all_iters[2] === 9' } };
    const failsInTheMiddle = code('a', 'export const main = (x: number) => { if (x === 8) throw new Error("no"); return x; };', { x: 'flow_input.iter.value' });
    const flow = await world.run([forEach('loop', constant([7, 8, 9, 10]), [failsInTheMiddle], { skip_failures: true }, stop)]);
    expect(flow.result).toEqual([7, expect.objectContaining({ error: expect.objectContaining({ message: 'no' }) }), 9]);
    expect((await world.run([whileLoop('loop', [given('a', 5)], { stop_after_if: { expr: 'all_iters.length === 2' } })])).result).toEqual([5, 5]);
  });

  test('stop_after_if in a loop breaks the loop, and what comes after it runs', async () => {
    const flow = await world.run([
      forEach('loop', constant([0, 1, 2, 3]), [code('a', echo, { x: 'flow_input.iter.index' }, untilIndex(1))]),
      code('b', echo, { x: 'results.loop.length' }),
    ]);
    expect(flow.result).toBe(2);
  });

  test('stop_after_all_iters_if is asked once, over the list', async () => {
    const flow = await world.run([
      forEach('loop', constant([1, 2]), [given('a', 1)], {}, { stop_after_all_iters_if: { expr: 'result.length === 2' } }),
      code('b', broken),
    ]);
    expect(flow).toMatchObject({ status: 'succeeded', result: [1, 1] });
  });

  test('a loop over a thousand items without jobs is one decision', async () => {
    const list = Array.from({ length: 1000 }, (_, index) => index);
    const flow = await world.run(
      [forEach('loop', javascript('flow_input.list'), [identity('a')]), code('b', echo, { x: 'results.loop[999].iter.value' })],
      {},
      { args: { list } },
    );
    expect(flow.result).toBe(999);
  });
});
