import { describe, expect, test } from '@jest/globals';
import { constant, forEach, javascript, job, Simulation } from './simulation.test-support.ts';

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
    const flow = run([job('a', { delete_after_secs: 60 }), job('b', { delete_after_use: true })], {}, { delete_after_secs: 900 }).succeed('a').succeed('b');
    expect(flow.command('delete_later')).toMatchObject({ steps: [{ step: 'a', afterSeconds: 60 }, { step: 'b', afterSeconds: 0 }], flowAfterSeconds: 900 });
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
    expect(run([loop()[0] as object]).succeed('x', 'a').succeed('x', 'b').succeed('x', 'c').outcome).toEqual({ succeeded: ['a', 'b', 'c'] });
  });

  test('an empty list gives an empty list', () => {
    expect(run([forEach('l', [], [job('x')])]).outcome).toEqual({ succeeded: [] });
  });

  test.each([[null, 'null'], [{ a: 1 }, 'an object'], ['text', 'text'], [5, '5']])('an iterator of %j is an error', (items, name) => {
    expect(run([forEach('l', items, [job('x')])]).outcome).toEqual({ failed: `InputError: The iterator of l must be a list, but it is ${name}.` });
  });

  test('one failure ends a sequential loop at once', () => {
    expect(run(loop()).succeed('x').fail('x', 'bad').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('skip_failures keeps the error in its place and goes on', () => {
    const flow = run([forEach('l', [1, 2], [job('x')], { skip_failures: true })]).fail('x', 'bad').succeed('x', 2);
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
    const flow = run([forEach('l', [1, 2], [job('x')], { parallel: true })]).succeed('x', 'second', '/l[1]').succeed('x', 'first', '/l[0]');
    expect(flow.outcome).toEqual({ succeeded: ['first', 'second'] });
  });

  test('parallel iterations that end within one decision end the loop once', () => {
    const flow = run([forEach('l', [1, 2], [{ id: 'x', value: { type: 'identity' } }], { parallel: true })]);
    expect(flow.ends.filter((end) => end.startsWith('/l:'))).toEqual(['/l:succeeded']);
  });

  test('a timer that is delivered again does not end the wait that came after it', () => {
    const flow = run([job('a', { suspend: { continue_on_disapprove_timeout: true }, sleep: constant(5) }), job('b')]).succeed('a').timer('a');
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
    const flow = run([forEach('l', [1, 2], [job('x')], { parallel: true }, { stop_after_if: { expr: 'never.asked' } })]).succeed('x', 1, '/l[0]').succeed('x', 2, '/l[1]');
    expect(flow.outcome).toEqual({ succeeded: [1, 2] });
  });

  test('stop_after_all_iters_if is asked once over the whole list and stops the flow', () => {
    const flow = run([forEach('l', [1], [job('x')], {}, { stop_after_all_iters_if: { expr: 'true', skip_if_stopped: true } }), job('after')]);
    expect(flow.succeed('x', 1).outcome).toEqual({ skipped: [1] });
  });

  test('a loop in a loop keeps its iterations apart', () => {
    const flow = run([forEach('l', [1, 2], [forEach('m', [1, 2], [job('x')])])]);
    for (const result of [1, 2, 3, 4]) flow.succeed('x', result);
    expect(flow.outcome).toEqual({ succeeded: [[1, 2], [3, 4]] });
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
    const flow = run([{ id: 'w', value: { type: 'whileloopflow', modules: [job('x', { stop_after_if: { expr: 'result' } }), job('y')], skip_failures: false } }]);
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
  const one = (over: object = {}) => ({ id: 'b', value: { type: 'branchone', branches: [{ expr: 'first', modules: [job('x')] }, { expr: 'second', modules: [job('y')] }], default: [job('z')], ...over } });

  test.each([[true, true, 'x'], [false, true, 'y'], [false, false, 'z']])('the first true branch wins (%s, %s)', (first, second, step) => {
    expect(run([one()], { first, second }).running).toEqual([`/b[0]/${step}`]);
  });

  test('the result is that of the last step of the branch', () => {
    expect(run([one()], { first: true }).succeed('x', 3).outcome).toEqual({ succeeded: 3 });
  });

  test('an empty branch passes the previous result on (the behaviour elsewhere is not documented; null would lose data)', () => {
    expect(run([job('a'), one({ default: [] })], { first: false, second: false }).succeed('a', 9).outcome).toEqual({ succeeded: 9 });
  });

  test('a stop in the chosen branch stops the flow around it', () => {
    const flow = run([{ id: 'b', value: { type: 'branchone', branches: [{ expr: 'true', modules: [job('x', { stop_after_if: { expr: 'true' } }), job('y')] }], default: [] } }, job('after')]);
    expect(flow.succeed('x', 1).outcome).toEqual({ succeeded: 1 });
  });

  test('a stop in a branch inside of a loop breaks the loop', () => {
    const branch = { id: 'b', value: { type: 'branchone', branches: [{ expr: 'true', modules: [job('x', { stop_after_if: { expr: 'true' } })] }] } };
    expect(run([forEach('l', [1, 2], [branch, job('y')]), job('after')]).succeed('x', 1).running).toEqual(['/after']);
  });

  const all = (over: object = {}, first: object = {}) => ({ id: 'b', value: { type: 'branchall', branches: [{ modules: [job('x')], ...first }, { modules: [job('y')] }], ...over } });

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
    expect(run([all({ parallel: true }, { skip_failure: true })]).fail('x', 'bad').succeed('y', 2).outcome).toEqual({ succeeded: [{ error: { name: 'Error', message: 'bad', step_id: 'x' } }, 2] });
    expect(run([all({ parallel: true }, { skip_failure: true })]).succeed('x').fail('y', 'bad').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('no branches give an empty list', () => {
    expect(run([{ id: 'b', value: { type: 'branchall', branches: [] } }]).outcome).toEqual({ succeeded: [] });
  });

  test.each([[1, 'x'], ['1', 'y'], [{ b: 2, a: 1 }, 'y'], [3, 'z']])('switch on %j takes %s', (value, step) => {
    const cases = [{ equals: [1], modules: [job('x')] }, { equals: ['1', { a: 1, b: 2 }], modules: [job('y')] }];
    expect(run([{ id: 's', value: { type: 'switch', value: constant(value), cases, default: [job('z')] } }]).running).toEqual([`/s[0]/${step}`]);
  });
});

describe('retries', () => {
  const pauses = (retry: object, random: number, count: number) => {
    const flow = run([job('a', { retry })]);
    flow.random = random;
    return Array.from({ length: count }, () => {
      flow.fail('a');
      return flow.outcome === 'running' ? (flow.command('run_step').notBeforeMs ?? flow.nowMs) - flow.nowMs : flow.outcome;
    });
  };

  test('constant: so many attempts after the first, each after the same pause', () => {
    expect(pauses({ constant: { attempts: 2, seconds: 5 } }, 0.5, 3)).toEqual([5000, 5000, { failed: 'Error: no' }]);
  });

  test('exponential: multiplier × seconds^(n + 1), as flows elsewhere behave, though the text says that it doubles', () => {
    expect(pauses({ exponential: { attempts: 3, multiplier: 2, seconds: 3 } }, 0.5, 4)).toEqual([6000, 18_000, 54_000, { failed: 'Error: no' }]);
  });

  test('the exponent counts the constant attempts, too', () => {
    expect(pauses({ constant: { attempts: 1, seconds: 1 }, exponential: { attempts: 1, multiplier: 1, seconds: 3 } }, 0.5, 3)).toEqual([1000, 9000, { failed: 'Error: no' }]);
  });

  test('jitter takes or adds at most its share of the pause', () => {
    const retry = { exponential: { attempts: 1, multiplier: 1, seconds: 10, random_factor: 20 } };
    expect([pauses(retry, 0, 1), pauses(retry, 0.5, 1), pauses(retry, 0.75, 1)]).toEqual([[8000], [10_000], [11_000]]);
  });

  test('pauses are never longer than six hours', () => {
    expect(pauses({ exponential: { attempts: 1, multiplier: 1000, seconds: 21_600 } }, 0.5, 1)).toEqual([21_600_000]);
  });

  test('retry_if decides on the error whether to go on', () => {
    const flow = (answer: boolean) => run([job('a', { retry: { constant: { attempts: 5, seconds: 0 }, retry_if: { expr: 'again' } } })], { again: answer }).fail('a');
    expect([flow(true).outcome, flow(false).outcome]).toEqual(['running', { failed: 'Error: no' }]);
  });

  test('a success resets the count for the next step', () => {
    const retry = { constant: { attempts: 1, seconds: 0 } };
    const flow = run([job('a', { retry }), job('b', { retry })]).fail('a').succeed('a').fail('b');
    expect(flow.running).toEqual(['/b']);
  });

  test('a loop is run again as a whole, with iterations of its own', () => {
    const flow = run([forEach('l', [1], [job('x')], {}, { retry: { constant: { attempts: 1, seconds: 5 } } })]).fail('x');
    expect(flow.waits).toEqual(['retry l']);
    expect(flow.timer('l').running).toEqual(['/l~2[0]/x']);
    expect(flow.succeed('x', 1).outcome).toEqual({ succeeded: [1] });
  });
});

describe('early stop', () => {
  test('without a message the flow succeeds with the result of the step', () => {
    expect(run([job('a', { stop_after_if: { expr: 'true' } }), job('b')]).succeed('a', 4).outcome).toEqual({ succeeded: 4 });
  });

  test('skip_if_stopped marks the flow as skipped', () => {
    expect(run([job('a', { stop_after_if: { expr: 'true', skip_if_stopped: true } })]).succeed('a', 4).outcome).toEqual({ skipped: 4 });
  });

  test('with a message the flow fails, and the failure module runs', () => {
    const flow = run([job('a', { stop_after_if: { expr: 'true', error_message: 'too big' } })], {}, { failure_module: job('failure') }).succeed('a');
    expect(flow.running).toEqual(['!failure/failure']);
    expect(flow.succeed('failure').outcome).toEqual({ failed: 'EarlyStopError: too big' });
  });

  test('an empty message has a text that names the condition', () => {
    expect(run([job('a', { stop_after_if: { expr: 'true', error_message: '' } })]).succeed('a').outcome).toEqual({ failed: 'EarlyStopError: The flow stopped because true is true after a.' });
  });

  test('the result can be part of the error', () => {
    const flow = run([job('a', { stop_after_if: { expr: 'true', error_message: 'x', error_include_result: true } })]).succeed('a');
    expect(flow.state.run.error?.result_of).toEqual({ from: 'step', step: 'a' });
  });

  test('is not asked after a failure that the flow goes on from', () => {
    expect(run([job('a', { continue_on_error: true, stop_after_if: { expr: 'true' } }), job('b')]).fail('a').running).toEqual(['/b']);
  });
});

describe('sleep and suspend', () => {
  test('sleep takes effect after its step and before the next', () => {
    const flow = run([job('a', { sleep: javascript('result.seconds') }), job('b')]).succeed('a', { seconds: 1.5 });
    expect(flow.command('open_wait')).toMatchObject({ wait: 'sleep', dueAtMs: flow.nowMs + 1500 });
    expect(flow.running).toEqual([]);
    expect(flow.timer('a').running).toEqual(['/b']);
  });

  test('sleep after the last step delays nothing', () => {
    expect(run([job('a', { sleep: constant(60) })]).succeed('a', 1).outcome).toEqual({ succeeded: 1 });
  });

  test.each([[-1], ['soon'], [null]])('a sleep of %j is an error', (seconds) => {
    expect(run([job('a', { sleep: constant(seconds) }), job('b')]).succeed('a').outcome).toMatchObject({ failed: expect.stringContaining('must be a number of seconds') });
  });

  test('an approval waits after its step for half an hour, unless it says otherwise', () => {
    const flow = run([job('a', { suspend: {} }), job('b')]).succeed('a');
    expect(flow.command('open_wait')).toMatchObject({ wait: 'approval', required: 1, dueAtMs: flow.nowMs + 1_800_000 });
    expect(flow.decideOn('a').running).toEqual(['/b']);
  });

  test('an approval after the last step is waited for as well: who asks for it means it', () => {
    const flow = run([job('a', { suspend: {} })]).succeed('a', 1);
    expect([flow.outcome, flow.decideOn('a').outcome]).toEqual(['running', { succeeded: 1 }]);
  });

  test('required events are counted, and the flow goes on exactly once', () => {
    const flow = run([job('a', { suspend: { required_events: 2 } }), job('b')]).succeed('a').decideOn('a', 'approved', '1');
    expect(flow.running).toEqual([]);
    const wait = [...flow.waiting.values()][0];
    flow.decideOn('a', 'approved', '2');
    if (wait) flow.send({ kind: 'resumed', frame: '', step: 'a', attempt: 1, nowMs: 1, decision: 'approved', decisionId: '3', by: 'eve' });
    expect(flow.commands.filter(({ kind }) => kind === 'run_step')).toHaveLength(2);
  });

  test('who may decide, and whether cancel is shown, goes with the request', () => {
    const suspend = { hide_cancel: true, self_approval_disabled: true, user_auth_required: true, user_groups_required: constant(['finance']) };
    expect(run([job('a', { suspend }), job('b')]).succeed('a').command('open_wait')).toMatchObject({ suspend });
  });

  test('a disapproval fails the flow, and so does the deadline', () => {
    const flow = () => run([job('a', { suspend: {} }), job('b')]).succeed('a');
    expect(flow().decideOn('a', 'rejected').outcome).toEqual({ failed: 'SuspendedDisapproved: ada has disapproved after a.' });
    expect(flow().timer('a').outcome).toEqual({ failed: 'SuspendedTimedOut: Nobody decided in time after a.' });
  });

  test('continue_on_disapprove_timeout goes on after both', () => {
    const flow = () => run([job('a', { suspend: { continue_on_disapprove_timeout: true } }), job('b')]).succeed('a');
    expect([flow().decideOn('a', 'rejected').running, flow().timer('a').running]).toEqual([['/b'], ['/b']]);
  });

  test('first the approval, then the sleep', () => {
    const flow = run([job('a', { suspend: {}, sleep: constant(5) }), job('b')]).succeed('a');
    expect(flow.waits).toEqual(['approval a']);
    expect(flow.decideOn('a').waits).toEqual(['sleep a']);
  });

  test('an event is waited for by its key, and its payload is the result', () => {
    const flow = run([{ id: 'e', value: { type: 'wait_for_event', key: javascript('flow_input.order'), timeout: 60 } }], {}, {}, { order: 'o-1' });
    expect(flow.command('open_wait')).toMatchObject({ wait: 'event', key: 'o-1', dueAtMs: flow.nowMs + 60_000 });
    expect(flow.event('e', { paid: true }).outcome).toEqual({ succeeded: { paid: true } });
  });

  test('an event that does not come fails its step', () => {
    const flow = run([{ id: 'e', value: { type: 'wait_for_event', key: constant('k'), timeout: 60 } }]).timer('e');
    expect(flow.outcome).toMatchObject({ failed: expect.stringContaining('EventTimedOut') });
  });
});

describe('failures', () => {
  const handler = { failure_module: job('failure') };

  test('order: retries, then continue_on_error, then the failure module', () => {
    const retry = { constant: { attempts: 1, seconds: 0 } };
    const continued = run([job('a', { retry, continue_on_error: true }), job('b')], {}, handler).fail('a').fail('a', 'bad');
    expect([continued.running, continued.ends]).toEqual([['/b'], ['/a:continued']]);
    expect(run([job('a', { retry })], {}, handler).fail('a').fail('a').running).toEqual(['!failure/failure']);
  });

  test('the failed step gives its error as result where the flow goes on', () => {
    expect(run([job('a', { continue_on_error: true })]).fail('a', 'bad').outcome).toEqual({ succeeded: { error: { message: 'bad' } } });
  });

  test('the flow fails with its own error, not with the result of the failure module', () => {
    expect(run([job('a')], {}, handler).fail('a', 'bad').succeed('failure', 'told').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('{recover: true} makes the flow succeed', () => {
    expect(run([job('a')], {}, handler).fail('a').succeed('failure', { recover: true, note: 1 }).outcome).toEqual({ succeeded: { recover: true, note: 1 } });
  });

  test('a failure module that fails leaves the first error', () => {
    expect(run([job('a')], {}, handler).fail('a', 'bad').fail('failure', 'worse').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('an iteration runs the failure module itself, and the sequences around it do not run it again', () => {
    const flow = run([forEach('l', [1, 2], [job('x')])], {}, handler).fail('x', 'bad');
    expect(flow.running).toEqual(['/l[0]!failure/failure']);
    expect(flow.succeed('failure').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('a recovered iteration lets the loop go on', () => {
    expect(run([forEach('l', [1, 2], [job('x')])], {}, handler).fail('x').succeed('failure', { recover: true }).running).toEqual(['/l[1]/x']);
  });

  test('finally runs after success and after failure, and before what comes next', () => {
    const steps = [job('a', { finally: [job('clean')] }), job('b')];
    const good = run(steps).succeed('a', 1);
    expect([good.running, good.succeed('clean').running]).toEqual([['/a!finally/clean'], ['/b']]);
    const bad = run(steps).fail('a', 'bad');
    expect([bad.running, bad.succeed('clean').outcome]).toEqual([['/a!finally/clean'], { failed: 'Error: bad' }]);
  });

  test('finally that fails fails the step, but never hides its own failure', () => {
    const steps = [job('a', { finally: [job('clean')] })];
    expect(run(steps).succeed('a').fail('clean', 'dirty').outcome).toEqual({ failed: 'Error: dirty' });
    expect(run(steps).fail('a', 'bad').fail('clean', 'dirty').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('completed steps are undone in reverse order when the flow fails', () => {
    const undo = (id: string) => job(id, { on_rollback: [job(`undo_${id}`)] });
    const flow = run([undo('a'), forEach('l', [1, 2], [undo('x')]), undo('c'), job('d')]).succeed('a').succeed('x').succeed('x').succeed('c').fail('d', 'bad');
    const order: string[] = [];
    while (flow.outcome === 'running') {
      const [next = ''] = flow.running;
      order.push(next.split('/').at(-1) ?? '');
      flow.succeed(order.at(-1) ?? '');
    }
    expect(order).toEqual(['undo_c', 'undo_x', 'undo_x', 'undo_a']);
    expect(flow.outcome).toEqual({ failed: 'Error: bad' });
  });

  test('a step that was skipped or has failed is not undone, and a compensation that fails does not stop the others', () => {
    const undo = (id: string, over: object = {}) => job(id, { on_rollback: [job(`undo_${id}`)], ...over });
    const flow = run([undo('a'), undo('b'), undo('s', { skip_if: { expr: 'true' } }), undo('c')]).succeed('a').succeed('b').fail('c', 'bad');
    expect(flow.running).toEqual(['!rollback[0]/undo_b']);
    expect(flow.fail('undo_b').running).toEqual(['!rollback[1]/undo_a']);
    expect(flow.succeed('undo_a').outcome).toEqual({ failed: 'Error: bad' });
  });

  test('a flow that was recovered is not undone', () => {
    expect(run([job('a', { on_rollback: [job('undo')] }), job('b')], {}, handler).succeed('a').fail('b').succeed('failure', { recover: true }).outcome).toMatchObject({ succeeded: { recover: true } });
  });
});

describe('cancel and late events', () => {
  test('cancel ends everything without a failure module', () => {
    const flow = run([forEach('l', [1, 2], [job('x')], { parallel: true })], {}, { failure_module: job('failure') });
    flow.send({ kind: 'cancelled', by: 'ada', reason: 'wrong list' });
    expect([flow.outcome, flow.running]).toEqual([{ cancelled: 'Cancelled: ada has cancelled the flow: wrong list' }, []]);
  });

  test('the same completion twice counts once, and nothing happens after the end', () => {
    const flow = run([job('a'), job('b')]);
    flow.succeed('a');
    for (let round = 0; round < 2; round++) expect(flow.send({ kind: 'step_succeeded', frame: '', step: 'a', attempt: 1, nowMs: 1 }).rows).toEqual([]);
    flow.succeed('b');
    expect(flow.send({ kind: 'cancelled', by: 'ada', reason: '' }).rows).toEqual([]);
  });

  test('an attempt that comes late is refused by its number', () => {
    const flow = run([job('a', { retry: { constant: { attempts: 1, seconds: 0 } } })]).fail('a');
    expect(flow.send({ kind: 'step_succeeded', frame: '', step: 'a', attempt: 1, nowMs: 1 }).rows).toEqual([]);
  });
});
