import { describe, expect, test } from '@jest/globals';
import { constant, forEach, javascript, job, Simulation } from './simulation.test-support.ts';

const run = (modules: object[], answers = {}, over: object = {}, input = {}) => new Simulation({ modules, ...over }, answers, input).start();

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
