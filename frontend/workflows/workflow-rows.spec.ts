import { describe, expect, test } from '@jest/globals';
import type { WorkflowStep } from '../../backend/workflows/workflows.contract.ts';
import { compareKeys, rowsOf, spanOf } from './workflow-rows.ts';
import { waitsOf } from './workflow-waits.ts';

const at = (ms: number): string => new Date(1_000_000 + ms).toISOString();
const step = (key: string, from: number, to: number | null): WorkflowStep => ({
  key,
  kind: 'step',
  name: key,
  status: to === null ? 'waiting' : 'succeeded',
  ordinal: null,
  attempts: 1,
  started_at: at(from),
  ended_at: to === null ? null : at(to),
  due_at: null,
  child: null,
  approval_id: null,
  waiting_for: null,
  error: null,
  has_result: false,
  is_reused: false,
});
const now = 1_000_000 + 1000;

test('a workflow only waits while nothing of it is at work', () => {
  const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
  const step = (kind: 'sleep' | 'task' | 'approval' | 'step', from: number, to: number | null) => ({
    kind,
    started_at: at(from),
    ended_at: to === null ? null : at(to),
  });
  const seconds = (steps: Parameters<typeof waitsOf>[0]) => waitsOf(steps, 50_000).map(({ fromMs, toMs }) => [fromMs / 1000, toMs / 1000]);
  expect(seconds([step('step', 0, 1), step('sleep', 1, 10), step('task', 4, 6), step('approval', 8, 20)])).toEqual([
    [1, 4],
    [6, 20],
  ]);
  expect(seconds([step('task', 0, null), step('sleep', 1, 10)])).toEqual([]);
  expect(seconds([step('sleep', 10, null)])).toEqual([[10, 50]]);
});

describe('the lines of a workflow', () => {
  test('calls are ordered by their numbers, not as text', () => {
    expect(['10', '2', '2[10]/1', '2[9]/3', '1'].sort(compareKeys)).toEqual(['1', '2', '2[9]/3', '2[10]/1', '10']);
  });

  test('steps of a branch stand under its head, and only while it is open', () => {
    const steps = [step('1', 0, 10), step('2[0]/1', 10, 20), step('2[0]/2', 20, 30), step('2[1]/1', 10, 40), step('3', 40, 50)];
    const span = spanOf(steps, now);
    const words = (open: string[]) =>
      rowsOf(steps, span, now, (branch) => open.includes(branch)).map(
        (row) => `${'-'.repeat(row.depth)}${row.kind === 'branch' ? `${row.label} (${row.count})` : row.id}`,
      );
    expect(words([])).toEqual(['1', 'Branch 1 (2)', 'Branch 2 (1)', '3']);
    expect(words(['2[0]/'])).toEqual(['1', 'Branch 1 (2)', '-2[0]/1', '-2[0]/2', 'Branch 2 (1)', '3']);
  });

  test('a bar starts and ends where its step does; what has not ended goes on to now', () => {
    const steps = [step('1', 0, 500), step('2', 500, null)];
    const [first, second] = rowsOf(steps, spanOf(steps, now), now, () => true);
    expect(first).toMatchObject({ left: 0, width: 50 });
    expect(second).toMatchObject({ left: 50, width: 50 });
  });
});
