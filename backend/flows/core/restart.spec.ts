import { expect, test } from '@jest/globals';
import { restartFrom, type RestartPoint } from './restart.ts';
import { forEach, job, Simulation } from './simulation.test-support.ts';

function restarted(value: object, old: Simulation, point: RestartPoint): Simulation {
  const flow = new Simulation(value);
  const restart = restartFrom(flow.definition, old.stored, point);
  if (!restart) throw new Error('cannot restart there');
  return flow.restart(old, restart.rows, restart.enter);
}

test('a run restarted from a step keeps what came before it', () => {
  const value = { modules: [job('a'), job('b'), job('c')] };
  const old = new Simulation(value).start().succeed('a', 1).succeed('b', 2).fail('c');
  const flow = restarted(value, old, { frame: '', step: 'b' });
  expect(flow.running).toEqual(['/b']);
  expect(flow.succeed('b', 3).succeed('c', 4).outcome).toEqual({ succeeded: 4 });
});

test('the results of a loop before the step are kept with it', () => {
  const value = { modules: [forEach('l', [1, 2], [job('x')]), job('b')] };
  const old = new Simulation(value).start().succeed('x', 1).succeed('x', 2).fail('b');
  const flow = restarted(value, old, { frame: '', step: 'b' });
  expect([flow.running, flow.ends]).toEqual([['/b'], old.ends.slice(0, 3)]);
});

test('a run restarted from an iteration keeps the iterations before it, and runs the ones after it', () => {
  const value = { modules: [forEach('l', [1, 2, 3], [job('x'), job('y')])] };
  const old = new Simulation(value).start().succeed('x').succeed('y', 1).succeed('x').fail('y');
  const flow = restarted(value, old, { frame: '/l[1]', step: 'y' });
  expect(flow.running).toEqual(['/l[1]/y']);
  expect(flow.succeed('y', 2).succeed('x').succeed('y', 3).outcome).toEqual({ succeeded: [1, 2, 3] });
});

test('in a parallel loop the good iterations are kept and the bad ones run again', () => {
  const value = { modules: [forEach('l', [1, 2, 3], [job('x')], { parallel: true })] };
  const old = new Simulation(value).start().succeed('x', 1, '/l[0]').fail('x', 'bad', '/l[1]').fail('x', 'bad', '/l[2]');
  const flow = restarted(value, old, { frame: '/l[2]', step: 'x' });
  expect(flow.running.toSorted()).toEqual(['/l[1]/x', '/l[2]/x']);
  expect(flow.succeed('x', 3, '/l[2]').succeed('x', 2, '/l[1]').outcome).toEqual({ succeeded: [1, 2, 3] });
});

test('on a newer version the steps are found by their ids', () => {
  const old = new Simulation({ modules: [job('a'), job('b')] }).start().succeed('a', 1).fail('b');
  const flow = restarted({ modules: [job('a'), job('b'), job('new')] }, old, { frame: '', step: 'b' });
  expect(flow.succeed('b').running).toEqual(['/new']);
});

test('completed steps that were taken over are still undone when the new run fails', () => {
  const value = { modules: [job('a', { on_rollback: [job('undo')] }), job('b')] };
  const old = new Simulation(value).start().succeed('a').fail('b').succeed('undo');
  expect(restarted(value, old, { frame: '', step: 'b' }).fail('b').running).toEqual(['!rollback[0]/undo']);
});

test('a place that is not in the record or not in the flow cannot be restarted from', () => {
  const old = new Simulation({ modules: [job('a')] }, {}).start().fail('a');
  expect([restartFrom(old.definition, old.stored, { frame: '', step: 'z' }), restartFrom(old.definition, old.stored, { frame: '/l[0]', step: 'a' })]).toEqual([null, null]);
});
