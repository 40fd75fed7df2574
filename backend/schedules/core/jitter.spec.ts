import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jitterMs } from './jitter.ts';

test('jitter stays within its limit and says the same for the same tick', () => {
  fc.assert(fc.property(fc.uuid(), fc.date({ noInvalidDate: true }), fc.integer({ min: 0, max: 3600 }), (id, tick, seconds) => {
    const delay = jitterMs(id, tick, seconds);
    expect(delay).toBe(jitterMs(id, tick, seconds));
    expect(delay >= 0 && (delay < seconds * 1000 || delay === 0)).toBe(true);
  }));
});

test('jitter spreads neighbouring schedules and ticks over its whole length', () => {
  const tick = new Date('2026-05-01T00:00:00Z');
  const delays = Array.from({ length: 1000 }, (_, index) => jitterMs(`schedule-${index % 10}`, new Date(tick.getTime() + index * 60_000), 100));
  const quarters = [0, 1, 2, 3].map((quarter) => delays.filter((delay) => Math.floor(delay / 25_000) === quarter).length);
  for (const count of quarters) expect(count).toBeGreaterThan(150);
});
