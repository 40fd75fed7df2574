import { describe, expect, test } from '@jest/globals';
import type { FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule, FlowValue } from '../../../backend/flows/flow.contract.ts';
import { trailOf, wordsOfFrame } from './frame-trail.ts';
import { decorationsOf, framesToRead, holdingSteps, modulesOf, shownSteps, stepsInside, wordsOfChildren } from './run-steps.ts';

const script = (id: string) => ({ id, value: { type: 'script' as const, path: `f/test/${id}` } });
const value: FlowValue = {
  modules: [
    script('a'),
    {
      id: 'each',
      value: {
        type: 'forloopflow',
        iterator: { type: 'static', value: [] },
        modules: [script('x'), { id: 'choose', value: { type: 'branchone', branches: [{ expr: 'true', modules: [script('y')] }], default: [script('z')] } }],
      },
    },
  ],
  failure_module: script('failure'),
};
const step = (over: Partial<FlowRunStep> & Pick<FlowRunStep, 'step'>): FlowRunStep => ({
  frame: '',
  status: 'succeeded',
  attempt: 1,
  job_id: null,
  attempts: [],
  started_at: '2026-11-20T10:00:00.000Z',
  ended_at: '2026-11-20T10:00:00.420Z',
  error: null,
  has_result: true,
  is_reused: false,
  wait: null,
  children: null,
  ...over,
});

describe('steps that are shown', () => {
  test('every step of a flow is known by its id, however deep it lies', () => {
    const modules = modulesOf(value);
    expect([...modules.keys()].sort()).toEqual(['a', 'choose', 'each', 'failure', 'x', 'y', 'z']);
    expect([...stepsInside(modules.get('each') ?? script('none'))].sort()).toEqual(['choose', 'x', 'y', 'z']);
  });

  test('a chosen iteration stands in the place of the latest, with what it has not reached left blank', () => {
    const head = [step({ step: 'a' }), step({ step: 'each' }), step({ step: 'x', frame: '/each[9]' }), step({ step: 'y', frame: '/each[9]/choose[0]' })];
    const shown = shownSteps(head, [{ frame: '/each[2]', steps: [step({ step: 'x', frame: '/each[2]', status: 'failed' })] }], modulesOf(value));
    expect([...shown].map(([id, { frame, status }]) => [id, frame, status])).toEqual([
      ['a', '', 'succeeded'],
      ['each', '', 'succeeded'],
      ['x', '/each[2]', 'failed'],
    ]);
  });

  test('to look into a nested iteration those around it are read as well', () => {
    expect(framesToRead('/each[2]/choose[0]/inner[4]')).toEqual(['/each[2]', '/each[2]/choose[0]', '/each[2]/choose[0]/inner[4]']);
    expect(framesToRead('')).toEqual([]);
  });
});

describe('what stands on a step', () => {
  const decorationOf = (over: Partial<FlowRunStep>) => decorationsOf(new Map([['a', step({ step: 'a', ...over })]]))['a'];

  test('its state and how long it took', () => {
    expect(decorationOf({})).toEqual({ status: 'succeeded', caption: '420 ms', progress: undefined });
  });

  test('of a loop how far it is', () => {
    const children = { kind: 'iterations' as const, total: 5, started: 4, succeeded: 2, failed: 1, is_parallel: false, chosen_branch: null };
    expect(decorationOf({ status: 'running', ended_at: null, children })?.progress).toEqual({ done: 3, failed: 1, total: 5 });
    expect(wordsOfChildren(children)).toBe('3 of 5 iterations, 1 failed');
  });

  test('that it is tried again, that it was kept from another run, and why it failed', () => {
    expect(decorationOf({ attempt: 2 })?.caption).toBe('420 ms · attempt 2');
    expect(decorationOf({ is_reused: true })?.caption).toBe('kept from an earlier run');
    expect(decorationOf({ frame: '/l[3]/m[0]' })?.caption).toBe('# 3·0 · 420 ms');
    const children = { kind: 'branches' as const, total: 1, started: 1, succeeded: 1, failed: 0, is_parallel: false, chosen_branch: '0' };
    const inBranch = [step({ step: 'm', frame: '/l[3]', children }), step({ step: 'a', frame: '/l[3]/m[0]' })];
    expect(decorationsOf(new Map(inBranch.map((one) => [one.step, one])))['a']?.caption).toBe('# 3 · 420 ms');
    expect(decorationOf({ status: 'failed', error: { message: 'no such order\nat x' } })?.caption).toBe('no such order');
  });
});

test('what holds a run up are the steps that wait, then those that run, and not the loops around them', () => {
  const children = { kind: 'iterations' as const, total: 1, started: 1, succeeded: 0, failed: 0, is_parallel: false, chosen_branch: null };
  const steps = [
    step({ step: 'each', status: 'running', children }),
    step({ step: 'x', status: 'running' }),
    step({ step: 'y', status: 'waiting' }),
    step({ step: 'a' }),
  ];
  expect(holdingSteps(steps).map(({ step: id }) => id)).toEqual(['y', 'x']);
});

test('the way to an iteration is named part by part', () => {
  expect(trailOf('/each[2]/choose[0]').map(({ frame, words }) => [frame, words])).toEqual([
    ['/each[2]', 'each 2'],
    ['/each[2]/choose[0]', 'choose 0'],
  ]);
  expect(wordsOfFrame('/each[2]/x!finally')).toBe('each 2, x, clean-up');
  expect(wordsOfFrame('/each[2]!failure')).toBe('each 2, Failure handler');
  const modules = new Map<string, FlowModule>([
    [
      'each',
      { id: 'each', summary: 'Every order', value: { type: 'forloopflow', iterator: { type: 'static', value: [] }, skip_failures: false, modules: [] } },
    ],
    ['decision', { id: 'decision', summary: 'Is it much?', value: { type: 'branchone', branches: [], default: [] } }],
  ] as [string, FlowModule][]);
  expect(wordsOfFrame('/each[2]/decision[0]', modules)).toBe('Every order 2, Is it much?');
});
