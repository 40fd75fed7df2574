import { expect, test } from '@jest/globals';
import { forEach, job, Simulation } from './simulation.test-support.ts';

const most = (numbers: readonly number[]): number => numbers.reduce((left, right) => Math.max(left, right), 0);

/** The most that one event after the start has cost, in reads and writes. */
const costs = (flow: Simulation): number => most(flow.decisions.slice(1).filter(({ rows }) => !rows.some((row) => row.kind === 'phase' && row.children)).map(({ operations }) => operations));

function wide(count: number): Simulation {
  const flow = new Simulation({ modules: [forEach('l', Array.from({ length: count }, (_, index) => index), [job('x')], { parallel: true }), job('after')] }).start();
  for (let index = count - 1; index >= 0; index--) flow.send({ kind: 'step_succeeded', frame: `/l[${index}]`, step: 'x', attempt: 1, nowMs: 1 });
  return flow;
}

function long(count: number): Simulation {
  const flow = new Simulation({ modules: Array.from({ length: count }, (_, index) => job(`s${index}`)) }).start();
  for (let index = 0; index < count; index++) flow.send({ kind: 'step_succeeded', frame: '', step: `s${index}`, attempt: 1, nowMs: 1 });
  return flow;
}

test('an iteration of a loop of 5,000 costs what one of a loop of 50 costs', () => {
  const [small, large] = [wide(50), wide(5000)];
  expect(large.state.run.status).toBe('running');
  expect(large.ends.at(-1)).toBe('/l:succeeded');
  expect(costs(large)).toBe(costs(small));
  expect(costs(large)).toBeLessThan(60);
  expect(large.stored.length).toBeLessThanOrEqual(5000 * 4 + 10);
});

test('a step of a flow of 1,000 steps costs what one of a flow of 10 costs', () => {
  const [small, large] = [long(10), long(1000)];
  expect(large.state.run.status).toBe('succeeded');
  expect(costs(large)).toBe(costs(small));
  expect(costs(large)).toBeLessThan(40);
});

test('a finished iteration leaves nothing in the state', () => {
  expect(wide(500).state.frames.size).toBe(1);
});

test('a thousand steps without jobs need no deep stack', () => {
  const modules = Array.from({ length: 1000 }, (_, index) => ({ id: `s${index}`, value: { type: 'identity' } }));
  expect(new Simulation({ modules }, {}, { x: 1 }).start().outcome).toEqual({ succeeded: { x: 1 } });
});
