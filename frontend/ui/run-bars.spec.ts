import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { barsOf } from './run-bars.ts';

const run = (id: string, status: string, duration: number | null) => ({ id, status, duration_ms: duration });

describe('the bars of the last runs', () => {
  test('always fill their slots, the newest at the right', () => {
    const { bars, summary } = barsOf([run('a', 'succeeded', 100), run('b', 'failed', 900)], 5);
    expect(bars.map((bar) => bar?.id ?? null)).toEqual([null, null, null, 'a', 'b']);
    expect(summary).toBe('Last 2 runs, 1 failed');
  });

  test('are higher for longer runs, and never vanish or overflow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 86_400_000 }), { minLength: 1, maxLength: 40 }), (durations) => {
        const { bars } = barsOf(
          durations.map((duration, index) => run(String(index), 'succeeded', duration)),
          20,
        );
        const drawn = bars.flatMap((bar) => (bar ? [bar] : []));
        for (const bar of drawn) expect(bar.height >= 20 && bar.height <= 100).toBe(true);
        for (const one of drawn)
          for (const other of drawn)
            if ((durations[Number(one.id)] as number) > (durations[Number(other.id)] as number)) expect(one.height).toBeGreaterThanOrEqual(other.height);
      }),
    );
  });

  test('without runs say so', () => {
    expect(barsOf([], 3)).toEqual({ bars: [null, null, null], summary: 'No runs yet' });
  });
});
