import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WorkflowWorld } from './workflow-world.test-support.ts';

describe('workflows in Python', () => {
  let world: WorkflowWorld;
  let deploy: WorkflowWorld['deploy'], run: WorkflowWorld['run'], job: WorkflowWorld['job'], result: WorkflowWorld['result'];
  let stepsOf: WorkflowWorld['stepsOf'], wakesOf: WorkflowWorld['wakesOf'], until: WorkflowWorld['until'];

  beforeAll(async () => {
    world = await WorkflowWorld.open();
    ({ deploy, run, job, result, stepsOf, wakesOf, until } = world);
  }, 60_000);
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  }, 60_000);

  const python = (name: string, content: string) => deploy(name, content, 'python3');

  test('steps, tasks, branches and sleeps; time and chance are the same in a replay', async () => {
    await python(
      'py_all',
      `
import datetime as dates
import random
import time
import uuid
from datetime import date, datetime, timedelta, timezone
from millrace import workflow, task, step, sleep, parallel, now, TaskError, StepError

@task(timeout_s=20)
def charge(amount: int, unit: str):
    print("charged", amount)
    return f"{amount} {unit}"

@step
def rate(currency: str):
    return {"currency": currency, "at": time.time() > 1_000_000_000}

@workflow
def main(name: str, count: int = 3):
    before = [now().timestamp(), random.random(), str(uuid.uuid4()), time.time(), datetime.now(timezone.utc).isoformat(), dates.datetime.utcnow().isoformat(), date.today().isoformat()]
    plain = [type(datetime(2026, 1, 2)).__module__, isinstance(datetime.fromisoformat("2026-01-02"), datetime), isinstance(date.today(), date)]
    first = step("remember", lambda: before)
    refused = None
    try:
        step("refuse", lambda: 1 / 0)
    except StepError as error:
        refused = [error.step, error.message, error.error["name"]]
    doubled = parallel(range(1, count + 1), lambda n: task("f/wf/double", {"n": n}), concurrency=2)
    failure = None
    try:
        task("f/wf/double", {"n": -1})
    except TaskError as error:
        failure = [error.code, error.message]
    sleep(timedelta(seconds=1.3))
    return {"name": name, "same": first == before, "refused": refused, "doubled": doubled, "failure": failure, "own": charge(3, "EUR"), "rate": rate("EUR"), "plain": plain}
`,
    );
    const id = await run('py_all', { name: 'Ada' });
    expect(await result(id)).toEqual({
      name: 'Ada',
      same: true,
      refused: ['refuse', 'division by zero', 'ZeroDivisionError'],
      doubled: [2, 4, 6],
      failure: ['job/script_error', 'too small'],
      own: '3 EUR',
      rate: { currency: 'EUR', at: true },
      plain: ['datetime', true, true],
    });
    expect((await job(id)).attempt).toBe(1);
    expect(await wakesOf(id)).toBeGreaterThan(0);
  }, 60_000);

  test('events, timeouts and races; what lost is given up', async () => {
    await python(
      'py_race',
      `
from millrace import workflow, task, race, timer, event, wait_for_event, TimeoutError

@workflow
def main(key: str):
    paid = wait_for_event("paid/" + key)
    try:
        wait_for_event("never", timeout="100ms")
    except TimeoutError as error:
        late = error.code
    winner, _ = race(work=task.start("f/wf/slow"), late=timer(0.05))
    other, value = race(event=event("soon/" + key), late=timer("1 day"))
    return [paid["amount"], late, winner, other, value]
`,
    );
    const id = await run('py_race', { key: 'p' });
    await until(id, 'waiting');
    await world.event('paid/p', { amount: 12 });
    await world.event('soon/p', { ok: true }, '?keep_s=60');
    expect(await result(id)).toEqual([12, 'workflow/timeout', 'late', 'event', { ok: true }]);
    expect((await stepsOf(id)).map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
      'event failed',
      'event succeeded',
      'event succeeded',
      'sleep cancelled',
      'sleep succeeded',
      'task cancelled',
    ]);
  }, 60_000);

  test('branches that wait longer let go of the process, and a replay that differs is told', async () => {
    await python(
      'py_long',
      `
from millrace import workflow, step, sleep, parallel

stretches = []

@workflow
def main(is_fickle: bool = False):
    stretches.append(1)
    def branch(n):
        step("fickle" if is_fickle and len(stretches) > 1 else "steady", lambda: n)
        sleep(1.2 + n / 10)
        return step("after", lambda: n * n)
    return parallel([1, 2, 3], branch)
`,
    );
    const [steady, fickle] = [await run('py_long'), await run('py_long', { is_fickle: true })];
    expect(await result(steady)).toEqual([1, 4, 9]);
    await result(fickle);
    expect((await job(fickle)).error?.code).toBe('workflow/nondeterministic');
  }, 60_000);
});
