import { describe, expect, it } from '@jest/globals';
import { byAge } from './thread-ages.ts';

describe('conversations by age', () => {
  it('stand under the day, the week and the month, in the order in which they came', () => {
    const now = new Date(2026, 10, 20, 9, 0);
    const at = (month: number, day: number, hour = 12): { updated_at: string } => ({ updated_at: new Date(2026, month, day, hour).toISOString() });
    const rows = [at(10, 20, 8), at(10, 20, 0), at(10, 19, 23), at(10, 15), at(10, 2), at(8, 30), at(8, 1)];
    expect(byAge(rows, now).map(({ age, rows: own }) => [age, own.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Last 7 days', 1],
      ['Last 30 days', 1],
      ['September 2026', 2],
    ]);
    expect(byAge([], now)).toEqual([]);
  });
});
