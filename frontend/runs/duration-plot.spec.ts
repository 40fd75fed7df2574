import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DurationPoint } from '../../backend/jobs/jobs.contract.ts';
import { momentAt, type PlotFrame, plotDurations, runNear, summaryOfDurations } from './duration-plot.ts';

const frame: PlotFrame = { width: 800, height: 120, left: 48, right: 12, top: 8, bottom: 20 };
const aPoint = (seconds: number, durationMs: number, status: DurationPoint['status'] = 'succeeded'): DurationPoint => ({
  id: `run-${seconds}-${durationMs}`,
  path: 'f/a/b',
  status,
  started_at: new Date(seconds * 1000).toISOString(),
  duration_ms: durationMs,
  queued_ms: 0,
});
const anyPoints = fc.array(
  fc.tuple(fc.nat(4_000_000), fc.double({ min: 0, max: 1e9, noNaN: true })).map(([seconds, duration]) => aPoint(seconds, duration)),
  { minLength: 1, maxLength: 50 },
);

describe('the duration chart', () => {
  test('every run stands inside the frame, whatever it took', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        for (const { x, y } of plotDurations(points, frame)?.runs ?? []) {
          expect(x).toBeGreaterThanOrEqual(frame.left);
          expect(x).toBeLessThanOrEqual(frame.width - frame.right);
          expect(y).toBeGreaterThanOrEqual(frame.top);
          expect(y).toBeLessThanOrEqual(frame.height - frame.bottom);
        }
      }),
    );
  });

  test('later stands further right, longer stands higher', () => {
    const [first, second] = plotDurations([aPoint(0, 10), aPoint(60, 1000)], frame)?.runs ?? [];
    expect(second?.x).toBeGreaterThan(first?.x ?? Infinity);
    expect(second?.y).toBeLessThan(first?.y ?? -Infinity);
  });

  test('there are few enough marks to read, and they are inside', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const plot = plotDurations(points, frame);
        expect(plot?.xTicks.length ?? 0).toBeLessThanOrEqual(9);
        expect(plot?.yTicks.length ?? 0).toBeLessThanOrEqual(5);
        for (const { at } of plot?.xTicks ?? []) expect(at).toBeLessThanOrEqual(frame.width - frame.right);
      }),
    );
  });

  test('the moment under a dot is the one in which it started', () => {
    const plot = plotDurations([aPoint(0, 10), aPoint(3600, 20)], frame);
    expect(plot && momentAt(plot, frame, plot.runs[1]?.x ?? 0)).toBe(3_600_000);
  });

  test('the nearest run is found within reach only', () => {
    const plot = plotDurations([aPoint(0, 10), aPoint(3600, 20)], frame);
    const dot = plot?.runs[0];
    expect(plot && dot && runNear(plot, dot.x + 5, dot.y)?.id).toBe(dot?.id);
    expect(plot && runNear(plot, 400, 60)).toBeNull();
  });

  test('words say what the picture shows', () => {
    expect(summaryOfDurations([aPoint(0, 100), aPoint(1, 200), aPoint(2, 5000, 'failed')])).toBe(
      '3 finished runs: median 200 ms, 95 % within 5.0 s, slowest 5.0 s, 1 failed',
    );
    expect(plotDurations([], frame)).toBeNull();
  });
});
