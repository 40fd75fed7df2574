import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCron, readRunningCron } from './cron.ts';

const runs = (expression: string, timezone: string, after: string, count: number): string[] =>
  readCron(expression, timezone)
    .nextRuns(new Date(after), count)
    .map((date) => date.toISOString());

describe('the ticks of an expression', () => {
  test.each<[string, string, string, string, string[]]>([
    ['five fields begin with the minute', '30 4 * * *', 'UTC', '2026-01-01T00:00:00Z', ['2026-01-01T04:30:00.000Z', '2026-01-02T04:30:00.000Z']],
    ['six fields begin with the second', '15 30 4 * * *', 'UTC', '2026-01-01T00:00:00Z', ['2026-01-01T04:30:15.000Z', '2026-01-02T04:30:15.000Z']],
    ['a tick at the moment itself is not after it', '0 0 * * *', 'UTC', '2026-01-01T00:00:00Z', ['2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z']],
    ['a tick a millisecond later is', '0 0 * * *', 'UTC', '2025-12-31T23:59:59.999Z', ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']],
    ['a leap day comes in leap years', '0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z', ['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z']],
    ['the last day of the month', '0 0 L * *', 'UTC', '2026-02-01T00:00:00Z', ['2026-02-28T00:00:00.000Z', '2026-03-31T00:00:00.000Z']],
    [
      'a fixed time that is skipped in spring runs after the gap',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
    ],
    [
      'a fixed time that comes twice in autumn runs once',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ],
    [
      'what comes every half hour goes on through the hour that is skipped',
      '*/30 * * * *',
      'Europe/Berlin',
      '2026-03-29T00:15:00Z',
      ['2026-03-29T00:30:00.000Z', '2026-03-29T01:00:00.000Z'],
    ],
    [
      'what comes every half hour goes on through the hour that comes twice',
      '*/30 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:45:00Z',
      ['2026-10-25T00:00:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T01:00:00.000Z', '2026-10-25T01:30:00.000Z'],
    ],
    [
      'the other side of the world changes its clocks the other way round',
      '30 2 * * *',
      'Australia/Sydney',
      '2026-10-02T20:00:00Z',
      ['2026-10-03T16:00:00.000Z', '2026-10-04T15:30:00.000Z'],
    ],
    [
      'a zone with a change of half an hour',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-02T20:00:00Z',
      ['2026-10-03T15:30:00.000Z', '2026-10-04T15:15:00.000Z'],
    ],
  ])('%s', (_rule, expression, timezone, after, expected) => {
    expect(runs(expression, timezone, after, expected.length)).toEqual(expected);
  });

  test('before a moment, oldest first, without the moment itself', () => {
    const cron = readCron('0 * * * *', 'UTC');
    expect(cron.previousRuns(new Date('2026-01-01T03:00:00Z'), 2).map((date) => date.toISOString())).toEqual([
      '2026-01-01T01:00:00.000Z',
      '2026-01-01T02:00:00.000Z',
    ]);
    expect(cron.previousRuns(new Date('2026-01-01T03:00:00.001Z'), 1).map((date) => date.toISOString())).toEqual(['2026-01-01T03:00:00.000Z']);
  });

  test('rise, and never come twice, whatever the clocks do', () => {
    const expression = fc.constantFrom('30 2 * * *', '*/30 * * * *', '0 */2 * * *', '15 1,2,3 * * *', '0 0 * * 0', '*/10 * * * * *');
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca');
    fc.assert(
      fc.property(expression, zone, fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }), (text, timezone, start) => {
        const found = readCron(text, timezone)
          .nextRuns(start, 8)
          .map((date) => date.getTime());
        expect(found.every((time, index) => time > (found[index - 1] ?? start.getTime()))).toBe(true);
        // One after the other gives the same as all at once.
        let at = start;
        for (const time of found) {
          at = readCron(text, timezone).next(at) as Date;
          expect(at.getTime()).toBe(time);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is refused', () => {
  const now = new Date('2026-01-01T00:00:00Z');

  test.each<[string, string, string, string, RegExp]>([
    ['four fields', '0 0 * *', 'UTC', 'cron', /needs five fields/],
    ['seven fields', '0 0 0 1 1 * 2027', 'UTC', 'cron', /needs five fields/],
    ['nothing', '  ', 'UTC', 'cron', /needs five fields/],
    ['a minute that does not exist', '99 * * * *', 'UTC', 'cron', /invalid value for minute: 99/],
    ['words', 'every day at two', 'UTC', 'cron', /needs five fields/],
    ['one moment instead of an expression', '2026-04-01T00:00:00', 'UTC', 'cron', /needs five fields/],
    ['the start of the machine', '@reboot', 'UTC', 'cron', /not supported/],
    ['a day that no February has', '0 0 30 2 *', 'UTC', 'cron', /never runs/],
    ['a day that short months lack', '0 0 31 4,6,9,11 *', 'UTC', 'cron', /never runs/],
    ['a time zone that does not exist', '0 0 * * *', 'Mars/Phobos', 'timezone', /no time zone "Mars\/Phobos"/],
    ['an offset instead of a time zone', '0 0 * * *', '+02:00', 'timezone', /no time zone/],
    ['an abbreviation', '0 0 * * *', 'CEST', 'timezone', /no time zone/],
  ])('%s', (_what, expression, timezone, field, message) => {
    expect(() => readRunningCron(expression, timezone, now)).toThrow(
      expect.objectContaining({ field, message: expect.stringMatching(message) }) as unknown as Error,
    );
  });

  test('no text at all makes it fail in another way, or hang', () => {
    const part = fc.oneof(
      fc.constantFrom('*', '0', '1', '*/5', '1-5', '31', 'L', '#', '?', 'MON', '60', ',', '-', '*/0', 'LW', '15W', '1#2', '+1'),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 4, maxLength: 7 }), (parts) => {
        try {
          readRunningCron(parts.join(' '), 'Europe/Berlin', now);
        } catch (error) {
          expect((error as Error).name).toBe('CronProblem');
        }
      }),
      { numRuns: 300 },
    );
  });
});
