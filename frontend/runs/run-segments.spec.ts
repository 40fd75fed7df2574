import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jobStatuses } from '../../backend/jobs/core/job-status.ts';
import { durationOf, segmentsOf, totalOf, widthsOf } from './run-segments.ts';

type Timed = Parameters<typeof segmentsOf>[0];

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const aJob = (part: Partial<Timed>): Timed => ({
  status: 'queued',
  created_at: at(0),
  scheduled_for: at(0),
  started_at: null,
  ended_at: null,
  attempt: 0,
  attempts: [],
  ...part,
});
const drawn = (job: Timed, nowSeconds: number): string =>
  segmentsOf(job, nowSeconds * 1000)
    .map(({ kind, fromMs, toMs, isOpen }) => `${kind} ${fromMs / 1000}-${toMs / 1000}${isOpen ? '…' : ''}`)
    .join(', ');

describe('the time bar of a run', () => {
  test('a finished run waited and ran', () => {
    expect(drawn(aJob({ status: 'succeeded', started_at: at(2), ended_at: at(5), attempt: 1 }), 9)).toBe('queued 0-2, running 2-5');
  });

  test('a run that took a moment to start says so, once it is over', () => {
    expect(drawn(aJob({ status: 'succeeded', started_at: at(2), ended_at: at(9), attempt: 1, starting_ms: 3000 }), 9)).toBe(
      'queued 0-2, starting 2-5, running 5-9',
    );
    expect(drawn(aJob({ status: 'cancelled', started_at: at(2), ended_at: at(4), attempt: 1, starting_ms: 9000 }), 9)).toBe('queued 0-2, starting 2-4');
  });

  test('a workflow that is over waited where it waited, and did not run all the time', () => {
    const job = aJob({ status: 'succeeded', started_at: at(1), ended_at: at(20), attempt: 1 });
    const waits = [
      { fromMs: 3000, toMs: 8000 },
      { fromMs: 9000, toMs: 20_000 },
    ];
    const words = segmentsOf(job, 30_000, waits).map(({ kind, fromMs, toMs }) => `${kind} ${fromMs / 1000}-${toMs / 1000}`);
    expect(words.join(', ')).toBe('queued 0-1, running 1-3, waiting 3-8, running 8-9, waiting 9-20');
  });

  test('a run that goes on ends now', () => {
    expect(drawn(aJob({ status: 'running', started_at: at(2), attempt: 1 }), 9)).toBe('queued 0-2, running 2-9…');
  });

  test('a run that waits for a worker is queued until now', () => {
    expect(drawn(aJob({}), 4)).toBe('queued 0-4…');
  });

  test('a run that was tried again waited for a worker before its first attempt, though the job is scheduled for its last', () => {
    const attempts = [{ attempt: 1, worker: null, started_at: at(2), ended_at: at(3), error: null }];
    expect(drawn(aJob({ status: 'succeeded', scheduled_for: at(5), started_at: at(6), ended_at: at(8), attempt: 2, attempts }), 8)).toMatch(/^queued 0-2, /);
  });

  test('a run for later is scheduled, and queued once it is due', () => {
    expect(drawn(aJob({ scheduled_for: at(60) }), 4)).toBe('scheduled 0-4…');
    expect(drawn(aJob({ scheduled_for: at(60) }), 65)).toBe('scheduled 0-60, queued 60-65…');
  });

  test('attempts stand between waits for the retry', () => {
    const attempts = [{ attempt: 1, worker: null, started_at: at(1), ended_at: at(2), error: null }];
    expect(drawn(aJob({ status: 'succeeded', attempt: 2, attempts, started_at: at(5), ended_at: at(8) }), 9)).toBe(
      'queued 0-1, running 1-2, retry 2-5, running 5-8',
    );
    expect(drawn(aJob({ status: 'queued', attempt: 1, attempts, started_at: at(1) }), 4)).toBe('queued 0-1, running 1-2, retry 2-4…');
  });

  test('a run that was handed back by a worker that stopped was not scheduled for later', () => {
    expect(drawn(aJob({ status: 'succeeded', attempt: 2, scheduled_for: at(16), started_at: at(20), ended_at: at(30) }), 40)).toBe(
      'earlier 0-16, queued 16-20, running 20-30',
    );
  });

  test('only the attempts that did not succeed count as failed', () => {
    const attempts = [{ attempt: 1, worker: null, started_at: at(1), ended_at: at(2), error: null }];
    const segments = segmentsOf(aJob({ status: 'succeeded', attempt: 2, attempts, started_at: at(5), ended_at: at(8) }), 9000);
    expect(segments.filter(({ hasFailed }) => hasFailed).map(({ attempt }) => attempt)).toEqual([1]);
  });

  test('a run that was cancelled in the queue was only queued', () => {
    expect(drawn(aJob({ status: 'cancelled', ended_at: at(3) }), 9)).toBe('queued 0-3');
  });

  test('a run that holds no worker waits', () => {
    expect(drawn(aJob({ status: 'waiting', started_at: at(1), attempt: 1 }), 9)).toBe('queued 0-1, waiting 1-9');
  });

  test('stretches have no holes, never a negative length and end where the run ends, whatever the clocks say', () => {
    const second = fc.nat(1000);
    const job = fc.record({
      status: fc.constantFrom(...jobStatuses),
      created_at: second.map(at),
      scheduled_for: second.map(at),
      started_at: fc.option(second.map(at)),
      ended_at: fc.option(second.map(at)),
      attempt: fc.nat(4),
      attempts: fc.array(
        fc.record({ attempt: fc.nat(4), worker: fc.constant(null), started_at: fc.option(second.map(at)), ended_at: second.map(at), error: fc.constant(null) }),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(job, second, (timed, now) => {
        const segments = segmentsOf(timed, now * 1000);
        segments.forEach(({ fromMs, toMs }, index) => {
          expect(toMs).toBeGreaterThanOrEqual(fromMs);
          expect(fromMs).toBe(segments[index - 1]?.toMs ?? Date.parse(timed.created_at));
        });
      }),
    );
  });

  test('widths make 100 percent and none is too small to point at', () => {
    const segments = segmentsOf(aJob({ status: 'succeeded', started_at: at(1), ended_at: at(100_000), attempt: 1 }), 0);
    const widths = widthsOf(segments);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100);
    expect(Math.min(...widths)).toBeGreaterThan(1);
    expect(widthsOf([])).toEqual([]);
  });

  test('the time in the queue is told apart from the work', () => {
    const segments = segmentsOf(aJob({ status: 'succeeded', started_at: at(2), ended_at: at(5), attempt: 1 }), 0);
    expect([totalOf(segments, 'queued'), totalOf(segments, 'running')]).toEqual([2000, 3000]);
  });

  test('a run has a duration once it has begun', () => {
    expect(durationOf({ status: 'queued', started_at: null, ended_at: null }, 0)).toBeNull();
    expect(durationOf({ status: 'running', started_at: at(1), ended_at: null }, 4000)).toBe(3000);
  });
});
