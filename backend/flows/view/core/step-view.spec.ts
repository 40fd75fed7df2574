import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { advance } from '../../core/decide.ts';
import { defineFlow } from '../../core/definition.ts';
import { isStored, type StepRow } from '../../core/rows.ts';
import { forEach, job, Simulation } from '../../core/simulation.test-support.ts';
import type { FlowEvent } from '../../core/messages.ts';
import { FlowState } from '../../core/state.ts';
import type { FlowValue } from '../../flow.contract.ts';
import { statusOfFrame } from './frame-view.ts';
import type { OpenWait } from './recorded.ts';
import { viewOf } from './view.test-support.ts';

const states = (flow: Simulation) => viewOf(flow).steps.map(({ frame, step, status }) => `${frame}/${step} ${status}`);
const stepOf = (flow: Simulation, step: string, over?: Parameters<typeof viewOf>[1]) => {
  const found = viewOf(flow, over).steps.findLast((candidate) => candidate.step === step);
  if (!found) throw new Error(`no step ${step}`);
  return found;
};
const wait = (over: Partial<OpenWait>): OpenWait => ({
  frame: '',
  step: 'a',
  kind: 'sleep',
  openedAt: '1970-01-01T00:16:40.000Z',
  dueAt: null,
  eventKey: null,
  approvalId: null,
  approvers: [],
  ...over,
});

describe('the head of a run', () => {
  test('shows the steps that were reached, and not those to come', () => {
    const flow = new Simulation({ modules: [job('a'), job('b'), job('c')] }).start().succeed('a');
    expect(states(flow)).toEqual(['/a succeeded', '/b running']);
  });

  test('a step whose job no worker has taken is queued', () => {
    expect(stepOf(new Simulation({ modules: [job('a')] }).start(), 'a', { job: { status: 'queued', startedAt: null } }).status).toBe('queued');
  });

  test('of a loop it shows the latest iteration, with counts of all of them', () => {
    const flow = new Simulation({ modules: [forEach('l', [1, 2, 3, 4], [job('x')], { skip_failures: true })] }).start().succeed('x').fail('x').succeed('x');
    expect(states(flow)).toEqual(['/l running', '/l[3]/x running']);
    expect(stepOf(flow, 'l').children).toEqual({ kind: 'iterations', total: 4, started: 4, succeeded: 2, failed: 1, is_parallel: false, chosen_branch: null });
  });

  test('of a choice it names the branch that was taken and shows its steps', () => {
    const branches = [
      { expr: 'false', modules: [job('x')] },
      { expr: 'true', modules: [job('y')] },
    ];
    const flow = new Simulation({ modules: [{ id: 'c', value: { type: 'branchone', branches } }] }).start();
    expect(states(flow)).toEqual(['/c running', '/c[0]/y running']);
    expect(stepOf(flow, 'c').children).toMatchObject({ kind: 'branches', chosen_branch: '1' });
  });

  test('of branches that all run it shows every one', () => {
    const branches = [{ modules: [job('x')] }, { modules: [job('y')] }];
    const flow = new Simulation({ modules: [{ id: 'c', value: { type: 'branchall', branches, parallel: true } }] }).start().succeed('y');
    expect(states(flow)).toEqual(['/c running', '/c[0]/x running', '/c[1]/y succeeded']);
  });

  test('failure module, finally and compensations are steps like others', () => {
    const flow = new Simulation({
      modules: [job('a', { on_rollback: [job('undo')], finally: [job('clean')] }), job('b')],
      failure_module: job('failure'),
    });
    flow.start().succeed('a').succeed('clean').fail('b').succeed('failure').succeed('undo');
    expect(states(flow)).toEqual(['/a succeeded', '/b failed', '/a!finally/clean succeeded', '!failure/failure succeeded', '!rollback[0]/undo succeeded']);
  });

  test('a preprocessor is shown while it runs', () => {
    const flow = new Simulation({ modules: [job('a')], preprocessor_module: job('preprocessor') }).start(true);
    expect(states(flow)).toEqual(['!preprocessor/preprocessor running']);
  });
});

describe('a step that failed', () => {
  test('counts its attempts, each with its job and its failure', () => {
    const flow = new Simulation({ modules: [job('a', { retry: { constant: { attempts: 2, seconds: 0 } } })] }).start().fail('a', 'one').succeed('a');
    expect(stepOf(flow, 'a')).toMatchObject({
      status: 'succeeded',
      attempt: 2,
      job_id: '/a#2',
      error: null,
      attempts: [
        { attempt: 1, job_id: '/a#1', status: 'failed', error: { message: 'one' } },
        { attempt: 2, job_id: '/a#2', status: 'succeeded', error: null },
      ],
    });
  });

  test('and after which the flow went on says so and keeps the failure', () => {
    const flow = new Simulation({ modules: [job('a', { continue_on_error: true }), job('b')] }).start().fail('a', 'broken');
    expect(stepOf(flow, 'a')).toMatchObject({ status: 'continued', error: { message: 'broken' }, has_result: true });
  });

  test('after its work, because nobody approved, shows that failure', () => {
    const flow = new Simulation({ modules: [job('a', { suspend: {} }), job('b')] }).start().succeed('a').decideOn('a', 'rejected');
    expect(stepOf(flow, 'a')).toMatchObject({ status: 'failed', error: { code: 'flow/disapproved', step_id: 'a' } });
  });

  test('was left behind, with its iterations, when the flow was cancelled', () => {
    const flow = new Simulation({ modules: [forEach('l', [1, 2], [job('x')], { parallel: true })] }).start();
    flow.send({ kind: 'cancelled', by: 'ada', reason: '' });
    expect(states(flow)).toEqual(['/l cancelled', '/l[1]/x cancelled']);
  });
});

describe('a step that waits', () => {
  test('for a time says until when', () => {
    const flow = new Simulation({ modules: [job('a', { sleep: { type: 'static', value: 60 } }), job('b')] }).start().succeed('a');
    expect(stepOf(flow, 'a', { waits: [wait({ dueAt: '1970-01-01T00:17:40.000Z' })] })).toMatchObject({
      status: 'waiting',
      ended_at: null,
      wait: { kind: 'sleep', message: 'Sleeping until 00:17 UTC' },
    });
  });

  test('for a decision names who may decide', () => {
    const flow = new Simulation({ modules: [job('a', { suspend: {} }), job('b')] }).start().succeed('a');
    const waits = [wait({ kind: 'approval', dueAt: '1970-01-02T14:00:00.000Z', approvers: ['g/finance'], approvalId: 'one' })];
    expect(stepOf(flow, 'a', { waits }).wait).toMatchObject({ approval_id: 'one', message: 'Waiting for approval by g/finance until 1970-01-02 14:00 UTC' });
  });

  test('for an event names its key', () => {
    const value = { modules: [{ id: 'a', value: { type: 'wait_for_event', key: { type: 'static', value: 'order-42' } } }] };
    expect(stepOf(new Simulation(value).start(), 'a', { waits: [wait({ kind: 'event', eventKey: 'order-42' })] }).wait?.message).toBe(
      'Waiting for event order-42',
    );
  });

  test('to be tried again says which attempt comes, of how many, and when', () => {
    const flow = new Simulation({ modules: [job('a', { retry: { constant: { attempts: 4, seconds: 60 } } })] }).start().fail('a');
    const step = stepOf(flow, 'a', { job: { status: 'queued', startedAt: null, scheduledFor: '1970-01-01T00:17:40.000Z' } });
    expect(step).toMatchObject({ status: 'waiting', wait: { message: 'Waiting to retry (attempt 2 of 5) at 00:17 UTC' } });
  });

  test('and was cancelled no longer waits', () => {
    const flow = new Simulation({ modules: [job('a', { suspend: {} }), job('b')] }).start().succeed('a');
    flow.send({ kind: 'cancelled', by: 'ada', reason: '' });
    expect(stepOf(flow, 'a')).toMatchObject({ status: 'cancelled', wait: null });
  });
});

const folder = join(import.meta.dirname, '../../fixtures');

test.each(readdirSync(folder))('%s: at every point of a recorded run the view holds together', (name) => {
  const { flow: value, events } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { flow: FlowValue; events: FlowEvent[] };
  const definition = defineFlow(value);
  const state = new FlowState();
  const stored: StepRow[] = [];
  for (const event of events) {
    stored.push(...advance(definition, state, event).rows.filter(isStored));
    const { frames, steps, facts } = viewOf({ definition, stored, state });
    expect(new Set(steps.map(({ frame, step }) => `${frame}/${step}`)).size).toBe(steps.length);
    for (const frame of frames) if (!frame.isAlive) expect(['running', 'queued', 'waiting']).not.toContain(statusOfFrame(frame, facts.jobs));
    if (state.run.status !== 'running') expect(steps.filter(({ status }) => ['running', 'queued', 'waiting'].includes(status))).toEqual([]);
  }
});
