import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { broken, code, constant, echo, FlowWorld, forEach, given, identity } from './flow-world.test-support.ts';

/** Fails as often as it is told to in the state of the run, which is the attempt of the job's own variable. */
const flaky = (times: number): string => `
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
export const main = (mark: string) => {
  const count = existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : 0;
  writeFileSync(mark, String(count + 1));
  if (count < ${times}) throw new Error('attempt ' + count);
  return count;
};`;

describe('failures', () => {
  let world: FlowWorld;
  beforeAll(async () => {
    world = await FlowWorld.create();
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose](), 60_000);

  const mark = (): string => `'/tmp/${Math.random().toString(36).slice(2)}.millrace-test'`;

  test('a failing step fails the flow with its error and its id, and nothing after it runs', async () => {
    const flow = await world.run([code('a', broken), code('b', echo)]);
    expect(flow).toMatchObject({ status: 'failed', result: null, error: { name: 'Error', message: 'no', step_id: 'a' } });
    expect(await world.ends(flow.id)).toEqual(['/a:failed']);
  });

  test('constant retry runs the step again, with a job for each attempt', async () => {
    const flow = await world.run([code('a', flaky(2), { mark: mark() }, { retry: { constant: { attempts: 3, seconds: 0 } } })]);
    expect(flow).toMatchObject({ status: 'succeeded', result: 2 });
    expect((await world.children(flow.id)).map(({ trigger_path, status }) => [trigger_path, status])).toEqual([
      ['/a', 'failed'],
      ['/a~2', 'failed'],
      ['/a~3', 'succeeded'],
    ]);
  });

  test('after the last attempt the failure is the step’s', async () => {
    expect(await world.run([code('a', broken, {}, { retry: { constant: { attempts: 1, seconds: 0 } } })])).toMatchObject({
      status: 'failed',
      error: { message: 'no' },
    });
  });

  test('exponential retry waits longer each time, without a worker', async () => {
    const flow = await world.run([code('a', flaky(1), { mark: mark() }, { retry: { exponential: { attempts: 2, multiplier: 1, seconds: 0.2 } } })]);
    expect(flow.result).toBe(1);
    const [first, second] = await world.children(flow.id);
    expect(Date.parse(second?.scheduled_for ?? '') - Date.parse(first?.ended_at ?? '')).toBeGreaterThan(150);
  });

  test('retry_if decides by the error whether to try again', async () => {
    const retry = (expr: string): object => ({ retry: { constant: { attempts: 5, seconds: 0 }, retry_if: { expr } } });
    const refused = await world.run([code('a', broken, {}, retry("error.message !== 'no'"))]);
    expect([refused.status, (await world.children(refused.id)).length]).toEqual(['failed', 1]);
    expect((await world.run([code('a', flaky(1), { mark: mark() }, retry("error.message === 'attempt 0'"))])).result).toBe(1);
  });

  test('an instant step is tried again after a wait that holds no worker', async () => {
    const flow = await world.run([
      forEach('loop', constant('none'), [identity('a')], {}, { retry: { constant: { attempts: 1, seconds: 0.05 } }, continue_on_error: true }),
    ]);
    expect(flow.status).toBe('succeeded');
  });

  test('continue_on_error makes the error the result', async () => {
    const flow = await world.run([code('a', broken, {}, { continue_on_error: true }), code('b', echo, { x: 'results.a.error.message' })]);
    expect(flow).toMatchObject({ status: 'succeeded', result: 'no' });
    expect(await world.ends(flow.id)).toEqual(['/a:continued', '/b:succeeded']);
  });

  test('the failure module runs once, sees the error, and the flow still fails', async () => {
    const flow = await world.run([forEach('loop', constant([1]), [code('a', broken)])], {
      failure_module: code('failure', echo, { x: '[error.message, error.step_id]' }),
    });
    expect(flow).toMatchObject({ status: 'failed', error: { message: 'no' } });
    const [, handler] = await world.children(flow.id);
    expect(handler).toMatchObject({ status: 'succeeded', result: ['no', 'a'] });
  });

  test('a failure module that recovers makes its result that of the flow', async () => {
    const flow = await world.run([code('a', broken)], { failure_module: given('failure', { recover: true, why: 'fine' }) });
    expect(flow).toMatchObject({ status: 'succeeded', result: { recover: true, why: 'fine' } });
  });

  test('finally runs after a step that succeeded and after one that failed', async () => {
    const cleanUp = [code('clean', echo, { x: '"cleaned"' })];
    const well = await world.run([given('a', 1, { finally: cleanUp }), identity('b')]);
    expect([well.result, await world.ends(well.id)]).toEqual([1, ['/a:succeeded', '/a!finally/clean:succeeded', '/b:succeeded']]);
    const badly = await world.run([code('a', broken, {}, { finally: cleanUp })]);
    expect([badly.status, await world.ends(badly.id)]).toEqual(['failed', ['/a:failed', '/a!finally/clean:succeeded']]);
  });

  test('on_rollback undoes completed steps in reverse order when the flow fails, and sees their results', async () => {
    const undo = (id: string, of: string): object => ({ on_rollback: [code(id, echo, { x: `results.${of}` })] });
    const flow = await world.run([
      given('a', 'first', undo('undo_a', 'a')),
      given('b', 'second', undo('undo_b', 'b')),
      code('c', broken, {}, undo('undo_c', 'c')),
    ]);
    expect(flow.status).toBe('failed');
    expect((await world.children(flow.id)).slice(1).map(({ trigger_path, result }) => [trigger_path, result])).toEqual([
      ['!rollback[0]/undo_b', 'second'],
      ['!rollback[1]/undo_a', 'first'],
    ]);
  });

  test('stop_after_if ends the flow early with the result of the step', async () => {
    expect(await world.run([given('a', 3, { stop_after_if: { expr: 'result === 3' } }), code('b', broken)])).toMatchObject({ status: 'succeeded', result: 3 });
  });

  test('stop_after_if with skip_if_stopped marks the flow as skipped', async () => {
    expect(await world.run([given('a', 3, { stop_after_if: { expr: 'true', skip_if_stopped: true } }), code('b', broken)])).toMatchObject({
      status: 'skipped',
      result: 3,
    });
  });

  test('stop_after_if with an error message fails the flow, with the result where that is asked for', async () => {
    const stop = { expr: 'true', error_message: 'Too much', error_include_result: true };
    const flow = await world.run([given('a', 3, { stop_after_if: stop })], { failure_module: code('failure', echo, { x: 'error' }) });
    expect(flow).toMatchObject({ status: 'failed', error: { message: 'Too much', code: 'flow/early_stop' } });
    expect((await world.children(flow.id))[0]?.result).toMatchObject({ message: 'Too much', result: 3 });
  });

  test('an expression that never ends is stopped, and names its step', async () => {
    const flow = await world.run([
      code('a', echo, { x: "'a'.repeat(30).replace(/(a+)+b/, '') + [...Array(9999999).keys()].map((n) => n % 7).sort().join('')" }),
    ]);
    expect(flow.status).toBe('failed');
    expect(flow.error?.message).toContain('Step a, "x"');
    expect(flow.error?.code).toMatch(/^expression\/(time|memory)_limit|failed/);
  });

  test('a step that runs a deleted script fails and says so', async () => {
    const flow = await world.run([{ id: 'a', value: { type: 'script', path: `u/${world.ada.username}/nothing` } }]);
    expect(flow).toMatchObject({ status: 'failed', error: { code: 'script/not_found', step_id: 'a' } });
  });

  test('an agent step without a model fails with an error that says so', async () => {
    const flow = await world.run([{ id: 'a', value: { type: 'aiagent', tools: [] } }]);
    expect(flow).toMatchObject({ status: 'failed', error: { code: 'flow/agent_invalid', step_id: 'a' } });
  });

  test('arguments that do not fit the script of a step fail it before it runs', async () => {
    const path = await world.script('strict', 'export const main = (n: number) => n;');
    const flow = await world.run([{ id: 'a', value: { type: 'script', path, input_transforms: { n: constant('text') } } }]);
    expect([flow.error?.code, (await world.children(flow.id)).length]).toEqual(['job/args_invalid', 0]);
  });
});
