import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldRows } from './fold.ts';
import type { Command, FlowEvent } from './messages.ts';
import { constant, job, Simulation } from './simulation.test-support.ts';
import { isTerminal } from './state.ts';

type Shape = { readonly kind: string; readonly flags: readonly boolean[]; readonly number: number; readonly children: readonly (readonly Shape[])[] };

function shapes(depth: number): fc.Arbitrary<Shape[]> {
  const kind =
    depth > 0 ? fc.constantFrom('job', 'job', 'identity', 'for', 'while', 'one', 'all', 'switch', 'event') : fc.constantFrom('job', 'identity', 'event');
  const children = depth > 0 ? fc.array(shapes(depth - 1), { minLength: 2, maxLength: 2 }) : fc.constant([]);
  return fc.array(fc.record({ kind, flags: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), number: fc.integer({ min: 0, max: 3 }), children }), {
    maxLength: 3,
  });
}

/** Builds a flow in which every setting can appear on every kind of step. */
function build(drawn: readonly Shape[], nextId: () => string): object[] {
  return drawn.map((one) => {
    const id = nextId();
    const [isSkippable, retries, continues, sleeps, suspends, stops, hasFinally, undoes, parallel, tolerates, skipsFlow, expires] = one.flags;
    const [first = [], second = []] = one.children.map((children) => build(children, nextId));
    return {
      ...job(id),
      ...valueOf(one, id, first, second, parallel === true, tolerates === true),
      ...(isSkippable && one.number === 0 ? { skip_if: { expr: 'coin' } } : {}),
      ...(retries ? { retry: { constant: { attempts: 1, seconds: one.number }, ...(one.number === 1 ? { retry_if: { expr: 'coin' } } : {}) } } : {}),
      ...(continues && one.number < 2 ? { continue_on_error: true } : {}),
      ...(sleeps && one.number > 1 ? { sleep: constant(one.number) } : {}),
      ...(suspends && one.number === 2 ? { suspend: { required_events: 2, continue_on_disapprove_timeout: expires === true } } : {}),
      ...(stops ? { stop_after_if: { expr: 'coin', ...(one.number === 3 ? { error_message: '' } : {}), skip_if_stopped: skipsFlow } } : {}),
      ...(hasFinally && one.number === 1 ? { finally: [job(nextId())] } : {}),
      ...(undoes && one.number > 1 ? { on_rollback: [job(nextId())] } : {}),
    };
  });
}

function valueOf({ kind, number }: Shape, id: string, first: object[], second: object[], parallel: boolean, tolerates: boolean): object | null {
  const branches = [
    { expr: 'coin', modules: first, skip_failure: tolerates, equals: [1] },
    { expr: 'coin', modules: second, equals: [2] },
  ];
  const values: Record<string, object> = {
    identity: { type: 'identity' },
    for: {
      type: 'forloopflow',
      iterator: constant([1, 2, 3].slice(0, number)),
      modules: first,
      skip_failures: tolerates,
      parallel,
      ...(number > 1 ? { parallelism: 2 } : {}),
    },
    while: { type: 'whileloopflow', modules: [job(`${id}_body`, { stop_after_if: { expr: 'coin' } }), ...first], skip_failures: tolerates },
    one: { type: 'branchone', branches, default: second },
    all: { type: 'branchall', branches, parallel },
    switch: { type: 'switch', value: constant(number), cases: branches, default: first },
    event: { type: 'wait_for_event', key: constant('k'), timeout: 5 },
  };
  const value = values[kind];
  return value ? { id, value } : null;
}

/** One of the things that may happen next to an open job or wait. */
function eventFor(command: Extract<Command, { kind: 'run_step' | 'open_wait' }>, choice: number, serial: number): FlowEvent {
  const { frame, step, attempt } = command;
  const place = { frame, step, attempt, nowMs: 1_000_000 + serial, random: (choice % 100) / 100 };
  const error = { name: 'Error', message: 'drawn', step_id: step };
  if (command.kind === 'run_step')
    return choice % 4 === 0
      ? { kind: 'step_failed', ...place, error }
      : choice % 17 === 1
        ? { kind: 'step_skipped', ...place }
        : { kind: 'step_succeeded', ...place };
  if (command.wait === 'event') return choice % 3 === 0 ? { kind: 'timer_due', wait: command.wait, ...place } : { kind: 'event_received', ...place };
  if (command.wait !== 'approval') return { kind: 'timer_due', wait: command.wait, ...place };
  return choice % 5 === 0
    ? { kind: 'timer_due', wait: command.wait, ...place }
    : { kind: 'resumed', ...place, decision: choice % 7 === 0 ? 'rejected' : 'approved', decisionId: String(serial), by: 'ada' };
}

function checkInvariants(flow: Simulation): void {
  const ends = flow.rows.filter(({ kind }) => kind === 'run_ended');
  expect(ends.length).toBeLessThanOrEqual(1);
  const successes = flow.rows.flatMap((row) => (row.kind === 'step_ended' ? [`${row.frame} ${row.step}`] : []));
  expect(new Set(successes).size).toBe(successes.length);
  const frames = flow.rows.flatMap((row) => (row.kind === 'frame_started' ? [row.frame] : []));
  expect(new Set(frames).size).toBe(frames.length);
  // Nothing is lost when the process ends between two events: the stored rows give the same state.
  const folded = foldRows(flow.stored);
  expect(folded.run).toEqual(flow.state.run);
  expect(Object.fromEntries(folded.frames)).toEqual(Object.fromEntries(flow.state.frames));
}

test('any flow under any order of events: one end, one success per step, every wait settled, always progress, state equal to its rows', () => {
  const draws = fc.array(fc.nat(10_000), { minLength: 300, maxLength: 300 });
  fc.assert(
    fc.property(shapes(2), draws, fc.boolean(), fc.boolean(), (drawn, choices, hasFailureModule, isCancelled) => {
      let id = 0;
      let serial = 0;
      const coin = (): boolean => (choices[(serial * 7 + id++) % choices.length] ?? 0) % 3 === 0;
      const flow = new Simulation({ modules: build(drawn, () => `s${id++}`), ...(hasFailureModule ? { failure_module: job('failure') } : {}) }, { coin });
      flow.start();
      while (flow.waiting.size > 0 && serial < 250) {
        const choice = choices[serial % choices.length] ?? 0;
        const entries = [...flow.waiting.entries()];
        const [key, command] = entries[choice % entries.length] as (typeof entries)[number];
        const event = eventFor(command, choice, serial++);
        if (command.kind === 'run_step') flow.waiting.delete(key);
        flow.send(event);
        // What was delivered already is delivered again and changes nothing, except for votes, which the shell keeps unique.
        if (event.kind !== 'resumed') expect(flow.send(event).rows).toEqual([]);
        if (serial % 10 === 0) checkInvariants(flow);
      }
      if (flow.waiting.size > 0 || isCancelled) flow.send({ kind: 'cancelled', by: 'ada', reason: '' });
      checkInvariants(flow);
      expect(flow.waiting.size).toBe(0);
      expect(isTerminal(flow.state.run)).toBe(true);
      expect(flow.commands.filter(({ kind }) => kind === 'end_run')).toHaveLength(1);
    }),
    { numRuns: 400 },
  );
});
