import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { StatementCounter } from '../../../test/bench/statement-counter.ts';
import { call, constant, FlowWorld, forEach, identity } from './flow-world.test-support.ts';

/** Statements that one step may cost, those of its job and of the queue included. */
const mostPerStep = 14;

/** What a longer flow may cost more for each step: what a clock does meanwhile, and chance in how much comes together. */
const tolerance = 1.35;

describe('what a step costs', () => {
  let world: FlowWorld;
  let counter: StatementCounter;
  let light: string;
  beforeAll(async () => {
    world = await FlowWorld.create();
    counter = await StatementCounter.open(world.app.platform.config.DATABASE_URL ?? '');
    light = await world.script('light', 'export const main = (x: number) => x;');
    await world.run([call('a', 'script', light, { x: '1' })]);
  }, 60_000);
  afterAll(async () => {
    await counter?.close();
    await world?.[Symbol.asyncDispose]();
  }, 60_000);

  /** Statements for each of `count` steps. */
  const perStep = async (count: number, modules: readonly object[]): Promise<number> => {
    const before = await counter.read();
    expect((await world.run(modules)).status).toBe('succeeded');
    return (await counter.since(before)).reduce((sum, { calls }) => sum + calls, 0) / count;
  };
  const sequential = (count: number) =>
    perStep(
      count,
      Array.from({ length: count }, (_, index) => call(`s${index}`, 'script', light, { x: index === 0 ? '0' : 'previous_result' })),
    );
  const loop = (count: number, value: object) =>
    perStep(count, [
      forEach('loop', constant(Array.from({ length: count }, (_, index) => index)), [call('a', 'script', light, { x: 'flow_input.iter.value' })], value),
    ]);

  test('a step of a sequence costs the same, however long the sequence is', async () => {
    const [short, long] = [await sequential(20), await sequential(100)];
    expect(short).toBeLessThan(mostPerStep);
    expect(long).toBeLessThan(short * tolerance);
  }, 120_000);

  test('an iteration of a sequential loop costs the same, however many there are', async () => {
    const [short, long] = [await loop(20, {}), await loop(100, {})];
    expect(short).toBeLessThan(mostPerStep);
    expect(long).toBeLessThan(short * tolerance);
  }, 120_000);

  test('an iteration of a parallel loop costs the same, however wide the loop is', async () => {
    const [narrow, wide] = [await loop(40, { parallel: true }), await loop(200, { parallel: true })];
    expect(narrow).toBeLessThan(mostPerStep);
    expect(wide).toBeLessThan(narrow * tolerance);
  }, 120_000);

  test('steps without a job cost no statement of their own', async () => {
    const count = 500;
    expect(
      await perStep(
        count,
        Array.from({ length: count }, (_, index) => identity(`s${index}`)),
      ),
    ).toBeLessThan(0.2);
  }, 120_000);
});
