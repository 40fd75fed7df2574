import { describe, expect, it } from '@jest/globals';
import { daysBetween } from '../_shared/plain-date.ts';
import { presetsAt } from './presets.ts';

describe('the usual ranges', () => {
  it('have as many days as they say, both ends counted', () => {
    const ranges = new Map(presetsAt('2026-11-20').map(({ label, value }) => [label, value]));
    const lengths = ['Today', 'Last 7 days', 'Last 30 days'].map((label) => daysBetween(...(ranges.get(label) ?? ['', ''])) + 1);
    expect(lengths).toEqual([1, 7, 30]);
  });

  it('cover whole months, also over the turn of a year', () => {
    const ranges = new Map(presetsAt('2026-01-15').map(({ label, value }) => [label, value]));
    expect([ranges.get('This month'), ranges.get('Last month'), ranges.get('This year')]).toEqual([
      ['2026-01-01', '2026-01-31'],
      ['2025-12-01', '2025-12-31'],
      ['2026-01-01', '2026-12-31'],
    ]);
  });
});
