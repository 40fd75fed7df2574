import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatBytes, formatCount, formatDuration, formatMoment, formatPlural, formatRelative, shortenId, withLocalMoments } from './format.ts';

describe('values in words', () => {
  test('durations use the two largest units that say something', () => {
    expect([0, 3.26, 420, 1200, 9_940, 59_400, 184_000, 3_600_000, 7_500_000, 97_200_000].map(formatDuration)).toEqual([
      '0 ms',
      '3.3 ms',
      '420 ms',
      '1.2 s',
      '9.9 s',
      '59 s',
      '3 min 4 s',
      '1 h',
      '2 h 5 min',
      '1 d 3 h',
    ]);
  });

  test('a longer duration never reads as a shorter unit', () => {
    const order = ['ms', 's', 'min', 'h', 'd'];
    const unitOf = (text: string): number => order.indexOf(text.split(' ')[1] ?? '');
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.nat(10_000_000),
        (one, other) => unitOf(formatDuration(Math.min(one, other))) <= unitOf(formatDuration(Math.max(one, other))),
      ),
    );
  });

  test('sizes have one decimal where it helps', () => {
    expect([0, 812, 1400, 1_400_000, 253_000_000].map(formatBytes)).toEqual(['0 B', '812 B', '1.4 kB', '1.4 MB', '253 MB']);
  });

  test('counts have thin separators and agree with their noun', () => {
    expect(formatCount(12480)).toBe('12\u202f480');
    expect(formatPlural(1, 'run')).toBe('1 run');
    expect(formatPlural(3, 'entry', 'entries')).toBe('3 entries');
  });

  test('times are told by their distance from now', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    const at = (seconds: number): string => formatRelative(new Date(now.getTime() + seconds * 1000), now);
    expect([at(-10), at(-180), at(-7200), at(-86_400 * 3), at(7200)]).toEqual(['just now', '3 min ago', '2 hr ago', '3 days ago', 'in 2 hr']);
  });

  test('moments in a sentence of the server are those of the reader, whatever else it says', () => {
    const words = withLocalMoments('It waits for "Refund 2026-01-02" until 2031-05-25 17:41 UTC.');
    expect(words).toBe(`It waits for "Refund 2026-01-02" until ${formatMoment('2031-05-25T17:41:00Z')}.`);
    expect(words).not.toContain('UTC');
  });

  test('a short id is its tail, because ids of one moment begin alike', () => {
    expect(shortenId('0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11')).toBe('7d9a1c11');
  });
});
