import { describe, expect, test } from '@jest/globals';
import { cronOf, rhythmLabels, rhythmOf, rhythmOfKind, type Rhythm } from './rhythm.ts';

describe('rhythms and expressions', () => {
  test.each<[Rhythm, string]>([
    [{ kind: 'minutes', every: 1 }, '* * * * *'],
    [{ kind: 'minutes', every: 15 }, '*/15 * * * *'],
    [{ kind: 'hourly', minute: 20 }, '20 * * * *'],
    [{ kind: 'daily', time: '02:00' }, '0 2 * * *'],
    [{ kind: 'weekdays', time: '09:30' }, '30 9 * * 1-5'],
    [{ kind: 'weekly', time: '00:00', weekday: 0 }, '0 0 * * 0'],
    [{ kind: 'monthly', time: '23:59', day: 31 }, '59 23 31 * *'],
  ])('%j is "%s", both ways', (rhythm, cron) => {
    expect(cronOf(rhythm, '')).toBe(cron);
    expect(rhythmOf(cron)).toEqual(rhythm);
  });

  test.each(['*/10 * * * * *', '0 9,17 * * *', '0 0 1 1 *', '0 25 * * *', '0 0 L * *', '0 0 32 * *', '0 0 1 * 1', '@daily', '', 'nonsense'])(
    '"%s" is one of its own, and stays as it is',
    (cron) => {
      expect(rhythmOf(cron)).toEqual({ kind: 'custom' });
      expect(cronOf({ kind: 'custom' }, cron)).toBe(cron);
    },
  );

  test('another kind keeps the time of day', () => {
    for (const kind of Object.keys(rhythmLabels) as Rhythm['kind'][]) {
      const next = rhythmOfKind(kind, { kind: 'daily', time: '17:45' });
      if ('time' in next) expect(next.time).toBe('17:45');
      expect(rhythmOf(cronOf(next, '1 2 3 4 5')).kind).toBe(kind);
    }
  });
});
