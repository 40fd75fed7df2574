import { expect, test } from '@jest/globals';
import { ClaimAhead } from './claim-ahead.ts';

const after = (durations: readonly number[], slots = 16): number => {
  const ahead = new ClaimAhead(slots);
  for (const duration of durations) ahead.note(duration);
  return ahead.count;
};
const many = (count: number, durationMs: number): number[] => Array<number>(count).fill(durationMs);

test('a worker that knows nothing of its jobs claims none ahead', () => {
  expect(after([])).toBe(0);
});

test('jobs of a millisecond are claimed ahead, three for each slot at most', () => {
  expect(after(many(200, 1))).toBe(48);
  expect(after(many(200, 0))).toBe(48);
});

test('no more are claimed than begin within moments', () => {
  expect(after(many(500, 15))).toBe(21);
  expect(after(many(500, 100))).toBe(3);
});

test('jobs that take their time are never claimed ahead', () => {
  expect(after(many(500, 400))).toBe(0);
  expect(after(many(500, 86_400_000))).toBe(0);
});

test('one slow job ends it, and some dozen quick ones bring it back', () => {
  expect(after([...many(500, 1), 5_000])).toBeLessThan(4);
  expect(after([...many(500, 1), 5_000, ...many(60, 1)])).toBe(48);
});

test('where claimed jobs waited in vain nothing is claimed ahead until quick ones have ended', () => {
  const ahead = new ClaimAhead(16);
  for (const duration of many(200, 1)) ahead.note(duration);
  ahead.stop();
  expect(ahead.count).toBe(0);
});
