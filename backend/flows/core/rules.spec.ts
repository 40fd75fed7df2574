import { describe, expect, test } from '@jest/globals';
import { constant, forEach, job, Simulation } from './simulation.test-support.ts';

const run = (modules: object[], answers = {}, over: object = {}, input = {}) => new Simulation({ modules, ...over }, answers, input).start();

describe('sequences', () => {
  test('steps run strictly in order and the last result is that of the flow', () => {
    const flow = run([job('a'), job('b')]);
    expect(flow.running).toEqual(['/a']);
    expect(flow.succeed('a', 1).running).toEqual(['/b']);
    expect(flow.succeed('b', 2).outcome).toEqual({ succeeded: 2 });
  });

  test('a flow without steps gives its arguments', () => {
    expect(run([], {}, {}, { x: 1 }).outcome).toEqual({ succeeded: { x: 1 } });
  });

  test('identity gives the previous result', () => {
    expect(run([job('a'), { id: 'b', value: { type: 'identity' } }]).succeed('a', 7).outcome).toEqual({ succeeded: 7 });
  });

  test('a mocked step is replaced by its value, also in real runs', () => {
    expect(run([job('a', { mock: { enabled: true, return_value: { x: 1 } } })]).outcome).toEqual({ succeeded: { x: 1 } });
  });

  test('the priority of the step goes before that of the flow', () => {
    const flow = run([job('a', { priority: 3 }), job('b')], {}, { priority: 1 });
    expect(flow.command('run_step').priority).toBe(3);
    expect(flow.succeed('a').command('run_step').priority).toBe(1);
  });

  test('early return answers as soon as its step has a result, and the flow goes on', () => {
    const flow = run([job('a'), job('b')], {}, { early_return: 'a' }).succeed('a');
    expect(flow.command('early_return')).toMatchObject({ step: 'a' });
    expect(flow.running).toEqual(['/b']);
  });

  test('results that are to be deleted are named at the end of the run', () => {
    const flow = run([job('a', { delete_after_secs: 60 }), job('b', { delete_after_use: true })], {}, { delete_after_secs: 900 })
      .succeed('a')
      .succeed('b');
    expect(flow.command('delete_later')).toMatchObject({
      steps: [
        { step: 'a', afterSeconds: 60 },
        { step: 'b', afterSeconds: 0 },
      ],
      flowAfterSeconds: 900,
    });
  });
});

describe('skip_if, skip_expr and the preprocessor', () => {
  test('a skipped step copies the previous result and is marked skipped', () => {
    const flow = run([job('a'), job('b', { skip_if: { expr: 'true' } })]).succeed('a', 5);
    expect(flow.outcome).toEqual({ succeeded: 5 });
    expect(flow.ends).toEqual(['/a:succeeded', '/b:skipped']);
  });

  test('a skipped step neither stops, asks nor sleeps: what is set on it did not happen', () => {
    const flow = run([job('a', { skip_if: { expr: 'true' }, stop_after_if: { expr: 'true' }, suspend: {}, sleep: constant(5) }), job('b')]);
    expect(flow.running).toEqual(['/b']);
  });

  test('a condition that fails is not taken for false: the step fails', () => {
    expect(run([job('a', { skip_if: { expr: 'nothing.here' } })]).outcome).toEqual({ failed: 'ExpressionFailure: cannot evaluate nothing.here' });
  });

  test('skip_expr ends the whole flow as skipped before its first step', () => {
    const flow = run([job('a')], {}, { skip_expr: 'true' });
    expect([flow.outcome, flow.running]).toEqual([{ skipped: {} }, []]);
  });

  test('the preprocessor runs only for triggers from outside, and its result becomes the arguments', () => {
    const value = { modules: [job('a')], preprocessor_module: job('preprocessor') };
    expect(new Simulation(value).start(false).running).toEqual(['/a']);
    const external = new Simulation(value).start(true);
    expect(external.running).toEqual(['!preprocessor/preprocessor']);
    expect(external.succeed('preprocessor', { x: 1 }).running).toEqual(['/a']);
    expect(external.command('replace_arguments')).toMatchObject({ frame: '!preprocessor' });
  });
});

describe('for loops', () => {
  const loop = (value: object = {}, over: object = {}, items: unknown = [1, 2, 3]) => [forEach('l', items, [job('x')], value, over), job('after')];

  test('iterations run one after the other and the result is the list in order', () => {
    const flow = run(loop());
    expect(flow.running).toEqual(['/l[0]/x']);
    flow.succeed('x', 'a').succeed('x', 'b').succeed('x', 'c').succeed('after');
    expect(flow.ends.at(-2)).toBe('/l:succeeded');
    expect(
      run([loop()[0] as object])
        .succeed('x', 'a')
        .succeed('x', 'b')
        .succeed('x', 'c').outcome,
    ).toEqual({ succeeded: ['a', 'b', 'c'] });
  });

  test('an empty list gives an empty list', () => {
    expect(run([forEach('l', [], [job('x')])]).outcome).toEqual({ succeeded: [] });
  });

  test.each([
    [null, 'null'],
    [{ a: 1 }, 'an object'],
    ['text', 'text'],
    [5, '5'],
  ])('an iterator of %j is an error', (items, name) => {
    expect(run([forEach('l', items, [job('x')])]).outcome).toEqual({ failed: `InputError: The iterator of l must be a list, but it is ${name}.` });
  });

  test('one failure ends a sequential loop at once', () => {
    expect(run(loop()).succeed('x').fail('x', 'bad').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('skip_failures keeps the error in its place and goes on', () => {
    const flow = run([forEach('l', [1, 2], [job('x')], { skip_failures: true })])
      .fail('x', 'bad')
      .succeed('x', 2);
    expect(flow.outcome).toEqual({ succeeded: [{ error: { name: 'Error', message: 'bad', step_id: 'x' } }, 2] });
  });

  test('parallel iterations run at once; a failure waits for those that have started', () => {
    const flow = run(loop({ parallel: true }));
    expect(flow.running).toHaveLength(3);
    flow.fail('x', 'bad', '/l[1]').succeed('x', 0, '/l[0]');
    expect(flow.outcome).toBe('running');
    expect(flow.succeed('x', 2, '/l[2]').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('parallelism n starts n, and another one whenever one ends', () => {
    const flow = run(loop({ parallel: true, parallelism: constant(2) }));
    expect(flow.running).toEqual(['/l[0]/x', '/l[1]/x']);
    expect(flow.succeed('x', 1, '/l[1]').running).toEqual(['/l[0]/x', '/l[2]/x']);
  });

  test('with parallelism nothing new starts after a failure', () => {
    const flow = run(loop({ parallel: true, parallelism: 1 })).fail('x', 'bad');
    expect(flow.outcome).toEqual({ failed: 'Error: bad' });
  });

  test('a parallelism below 1 is an error', () => {
    expect(run(loop({ parallel: true, parallelism: 0 })).outcome).toMatchObject({ failed: expect.stringContaining('parallelism') });
  });

  test('results of a parallel loop are in the order of the list, not of the ends', () => {
    const flow = run([forEach('l', [1, 2], [job('x')], { parallel: true })])
      .succeed('x', 'second', '/l[1]')
      .succeed('x', 'first', '/l[0]');
    expect(flow.outcome).toEqual({ succeeded: ['first', 'second'] });
  });

  test('parallel iterations that end within one decision end the loop once', () => {
    const flow = run([forEach('l', [1, 2], [{ id: 'x', value: { type: 'identity' } }], { parallel: true })]);
    expect(flow.ends.filter((end) => end.startsWith('/l:'))).toEqual(['/l:succeeded']);
  });

  test('a timer that is delivered again does not end the wait that came after it', () => {
    const flow = run([job('a', { suspend: { continue_on_disapprove_timeout: true }, sleep: constant(5) }), job('b')])
      .succeed('a')
      .timer('a');
    expect(flow.waits).toEqual(['sleep a']);
    expect(flow.send({ kind: 'timer_due', frame: '', step: 'a', attempt: 1, wait: 'approval', nowMs: 1, random: 0 }).rows).toEqual([]);
  });

  test('an inner stop ends its iteration and breaks a sequential loop, and the flow goes on', () => {
    const flow = run([forEach('l', [1, 2, 3], [job('x', { stop_after_if: { expr: 'result' } }), job('y')]), job('after')]);
    expect(flow.succeed('x', true).running).toEqual(['/after']);
  });

  test('an inner stop in a parallel loop ends only its own iteration', () => {
    const flow = run([forEach('l', [1, 2], [job('x', { stop_after_if: { expr: 'result' } }), job('y')], { parallel: true })]);
    expect(flow.succeed('x', true, '/l[0]').running).toEqual(['/l[1]/x']);
  });

  test('stop_after_if on a loop is asked after every iteration and breaks it with what there is', () => {
    const flow = run([forEach('l', [1, 2, 3], [job('x')], {}, { stop_after_if: { expr: 'result' } })]);
    expect(flow.succeed('x', false).succeed('x', true).outcome).toEqual({ succeeded: [false, true] });
  });

  test('stop_after_if of a parallel loop is not asked: there is no order to break (a warning at deploy says so)', () => {
    const flow = run([forEach('l', [1, 2], [job('x')], { parallel: true }, { stop_after_if: { expr: 'never.asked' } })])
      .succeed('x', 1, '/l[0]')
      .succeed('x', 2, '/l[1]');
    expect(flow.outcome).toEqual({ succeeded: [1, 2] });
  });

  test('stop_after_all_iters_if is asked once over the whole list and stops the flow', () => {
    const flow = run([forEach('l', [1], [job('x')], {}, { stop_after_all_iters_if: { expr: 'true', skip_if_stopped: true } }), job('after')]);
    expect(flow.succeed('x', 1).outcome).toEqual({ skipped: [1] });
  });

  test('a loop in a loop keeps its iterations apart', () => {
    const flow = run([forEach('l', [1, 2], [forEach('m', [1, 2], [job('x')])])]);
    for (const result of [1, 2, 3, 4]) flow.succeed('x', result);
    expect(flow.outcome).toEqual({
      succeeded: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  test('a loop of one plain step is no special case: it keeps the results of its own steps', () => {
    const flow = run([forEach('l', [1, 2], [job('x')])]).succeed('x', 'first');
    expect(flow.ends).toContain('/l[0]/x:succeeded');
  });
});

describe('while loops', () => {
  test('run until a condition of the loop is true', () => {
    const flow = run([{ id: 'w', value: { type: 'whileloopflow', modules: [job('x')], skip_failures: false }, stop_after_if: { expr: 'result' } }]);
    expect(flow.succeed('x', false).succeed('x', false).succeed('x', true).outcome).toEqual({ succeeded: [false, false, true] });
  });

  test('run until an inner step stops', () => {
    const flow = run([
      { id: 'w', value: { type: 'whileloopflow', modules: [job('x', { stop_after_if: { expr: 'result' } }), job('y')], skip_failures: false } },
    ]);
    expect(flow.succeed('x', false).succeed('y', 'y').succeed('x', true).outcome).toEqual({ succeeded: ['y', true] });
  });

  test('end with the first failure', () => {
    expect(run([{ id: 'w', value: { type: 'whileloopflow', modules: [job('x')] } }]).fail('x').outcome).toEqual({ failed: 'Error: no' });
  });

  test('that never stop fail instead of filling the database', () => {
    const flow = run([{ id: 'w', value: { type: 'whileloopflow', modules: [job('x', { mock: { enabled: true, return_value: 1 } })] } }]);
    expect(flow.outcome).toMatchObject({ failed: expect.stringContaining('TooManyIterations') });
  });
});

describe('branches', () => {
  const one = (over: object = {}) => ({
    id: 'b',
    value: {
      type: 'branchone',
      branches: [
        { expr: 'first', modules: [job('x')] },
        { expr: 'second', modules: [job('y')] },
      ],
      default: [job('z')],
      ...over,
    },
  });

  test.each([
    [true, true, 'x'],
    [false, true, 'y'],
    [false, false, 'z'],
  ])('the first true branch wins (%s, %s)', (first, second, step) => {
    expect(run([one()], { first, second }).running).toEqual([`/b[0]/${step}`]);
  });

  test('the result is that of the last step of the branch', () => {
    expect(run([one()], { first: true }).succeed('x', 3).outcome).toEqual({ succeeded: 3 });
  });

  test('an empty branch passes the previous result on (the behaviour elsewhere is not documented; null would lose data)', () => {
    expect(run([job('a'), one({ default: [] })], { first: false, second: false }).succeed('a', 9).outcome).toEqual({ succeeded: 9 });
  });

  test('a stop in the chosen branch stops the flow around it', () => {
    const flow = run([
      { id: 'b', value: { type: 'branchone', branches: [{ expr: 'true', modules: [job('x', { stop_after_if: { expr: 'true' } }), job('y')] }], default: [] } },
      job('after'),
    ]);
    expect(flow.succeed('x', 1).outcome).toEqual({ succeeded: 1 });
  });

  test('a stop in a branch inside of a loop breaks the loop', () => {
    const branch = { id: 'b', value: { type: 'branchone', branches: [{ expr: 'true', modules: [job('x', { stop_after_if: { expr: 'true' } })] }] } };
    expect(run([forEach('l', [1, 2], [branch, job('y')]), job('after')]).succeed('x', 1).running).toEqual(['/after']);
  });

  const all = (over: object = {}, first: object = {}) => ({
    id: 'b',
    value: { type: 'branchall', branches: [{ modules: [job('x')], ...first }, { modules: [job('y')] }], ...over },
  });

  test('all branches run one after the other, and the result is their list', () => {
    const flow = run([all()]);
    expect(flow.running).toEqual(['/b[0]/x']);
    expect(flow.succeed('x', 1).succeed('y', 2).outcome).toEqual({ succeeded: [1, 2] });
  });

  test('parallel branches run at once and a failure waits for the others', () => {
    const flow = run([all({ parallel: true })]).fail('x', 'bad');
    expect(flow.outcome).toBe('running');
    expect(flow.succeed('y').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('skip_failure counts for its own branch only', () => {
    expect(
      run([all({ parallel: true }, { skip_failure: true })])
        .fail('x', 'bad')
        .succeed('y', 2).outcome,
    ).toEqual({ succeeded: [{ error: { name: 'Error', message: 'bad', step_id: 'x' } }, 2] });
    expect(
      run([all({ parallel: true }, { skip_failure: true })])
        .succeed('x')
        .fail('y', 'bad').outcome,
    ).toEqual({ failed: 'Error: bad' });
  });

  test('no branches give an empty list', () => {
    expect(run([{ id: 'b', value: { type: 'branchall', branches: [] } }]).outcome).toEqual({ succeeded: [] });
  });

  test.each([
    [1, 'x'],
    ['1', 'y'],
    [{ b: 2, a: 1 }, 'y'],
    [3, 'z'],
  ])('switch on %j takes %s', (value, step) => {
    const cases = [
      { equals: [1], modules: [job('x')] },
      { equals: ['1', { a: 1, b: 2 }], modules: [job('y')] },
    ];
    expect(run([{ id: 's', value: { type: 'switch', value: constant(value), cases, default: [job('z')] } }]).running).toEqual([`/s[0]/${step}`]);
  });
});
