import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FlowTimelineBar } from '../../../backend/flows/flow-runs.contract.ts';
import { ganttRows, partsOf, ticksOf } from './gantt-rows.ts';
import { timeSpent } from './time-spent.ts';

const at = (ms: number): string => new Date(ms).toISOString();
const bar = (created: number, started: number | null, ended: number | null, over: Partial<FlowTimelineBar> = {}): FlowTimelineBar => ({
  frame: '',
  step: 'a',
  attempt: 1,
  kind: 'job',
  job_id: null,
  status: 'succeeded',
  created_at: at(created),
  started_at: started === null ? null : at(started),
  starting_ms: null,
  ended_at: ended === null ? null : at(ended),
  ...over,
});

describe('where the time went', () => {
  test('a run is queued, runs, waits, and spends the rest between its steps', () => {
    const bars = [bar(100, 150, 400), bar(400, 400, 900, { kind: 'wait' }), bar(920, 920, 1000)];
    expect(timeSpent(bars, 0, 1000)).toEqual({ running: 330, starting: 0, queued: 50, waiting: 500, engine: 120 });
  });

  test('steps beside each other count once: running before queued, queued before waiting', () => {
    expect(timeSpent([bar(0, 100, 500), bar(0, 0, 1000, { kind: 'wait' }), bar(0, null, null)], 0, 1000)).toEqual({
      running: 400,
      starting: 0,
      queued: 600,
      waiting: 0,
      engine: 0,
    });
  });

  test('what a process took to start is told apart from what the code took, also where it was cancelled meanwhile', () => {
    const slow = bar(0, 100, 500, { starting_ms: 150 });
    expect(timeSpent([slow], 0, 500)).toEqual({ running: 250, starting: 150, queued: 100, waiting: 0, engine: 0 });
    expect(partsOf(slow, { fromMs: 0, toMs: 500 }).map(({ kind, width }) => [kind, Math.round(width)])).toEqual([
      ['queued', 20],
      ['starting', 30],
      ['running', 50],
    ]);
    expect(timeSpent([bar(0, 100, 200, { starting_ms: 9000 })], 0, 200)).toMatchObject({ starting: 100, running: 0 });
  });

  test('the parts always add up to the whole', () => {
    const anyBar = fc
      .record({ created: fc.nat(1000), queued: fc.nat(300), ran: fc.nat(300), isOpen: fc.boolean(), kind: fc.constantFrom('job' as const, 'wait' as const) })
      .map(({ created, queued, ran, isOpen, kind }) => bar(created, created + queued, isOpen ? null : created + queued + ran, { kind }));
    fc.assert(
      fc.property(fc.array(anyBar), (bars) => {
        const { running, queued, waiting, engine } = timeSpent(bars, 0, 1200);
        expect(running + queued + waiting + engine).toBe(1200);
      }),
    );
  });
});

describe('the timeline', () => {
  test('has a line for each step in each frame, with its attempts and waits on it', () => {
    const rows = ganttRows([bar(0, 1, 2), bar(2, 3, 4, { attempt: 2 }), bar(4, 5, 6, { frame: '/l[0]', step: 'x' })]);
    expect(rows.map(({ key, bars, depth }) => [key, bars.length, depth])).toEqual([
      ['/a', 2, 0],
      ['/l[0]/x', 1, 1],
    ]);
  });

  test('parts a bar into the time in the queue and the time at work', () => {
    expect(partsOf(bar(0, 100, 300), { fromMs: 0, toMs: 1000 })).toEqual([
      { kind: 'queued', left: 0, width: 10 },
      { kind: 'running', left: 10, width: 20 },
    ]);
    expect(partsOf(bar(200, null, null), { fromMs: 0, toMs: 1000 })).toEqual([{ kind: 'queued', left: 20, width: 80 }]);
    expect(partsOf(bar(500, 500, null, { kind: 'wait' }), { fromMs: 0, toMs: 1000 })).toEqual([{ kind: 'waiting', left: 50, width: 50 }]);
  });

  test('has marks at round distances from its beginning', () => {
    expect(ticksOf({ fromMs: 5, toMs: 1005 }, 500).map(({ atMs }) => atMs)).toEqual([0, 500, 1000]);
    expect(ticksOf({ fromMs: 0, toMs: 3_600_000 }, 600).map(({ atMs }) => atMs / 60_000)).toEqual([0, 15, 30, 45, 60]);
    expect(ticksOf({ fromMs: 0, toMs: 0 }, 600)).toHaveLength(2);
  });
});
