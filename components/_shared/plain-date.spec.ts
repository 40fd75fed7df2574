import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayAt, daysBetween, formatDay, isPlainDate, monthStart, parseDay } from './plain-date.ts';

const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));

describe('plain dates', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-11-31', '', null, 20_261_120, '2026-11-20T00:00'])('do not take %s for a day', (value) => {
    expect(isPlainDate(value)).toBe(false);
  });

  it('know leap days', () => {
    expect(isPlainDate('2028-02-29')).toBe(true);
    expect(isPlainDate('2100-02-29')).toBe(false);
  });

  it('count days across months, years and changes of the clock', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-29', -29)).toBe('2026-02-28');
    fc.assert(fc.property(day, fc.integer({ min: -2000, max: 2000 }), (date, days) => daysBetween(date, addDays(date, days)) === days));
  });

  it('are the day that it is where the person is', () => {
    const moment = new Date('2026-11-20T23:30:00Z');
    expect([dayAt(moment, 'UTC'), dayAt(moment, 'Europe/Berlin'), dayAt(moment, 'America/Los_Angeles')]).toEqual(['2026-11-20', '2026-11-21', '2026-11-20']);
  });

  it('find the beginning of months', () => {
    expect([monthStart('2026-11-20'), monthStart('2026-11-20', -11), monthStart('2026-11-20', 2)]).toEqual(['2026-11-01', '2025-12-01', '2027-01-01']);
  });

  it('are shown as the same day whatever the zone of the machine', () => {
    expect(formatDay('2026-11-20', 'en-GB')).toBe('20 Nov 2026');
    expect(formatDay('soon', 'en-GB')).toBe('soon');
  });

  it.each([
    ['2026-11-20', '2026-11-20'],
    ['20.11.2026', '2026-11-20'],
    ['5/4/26', '2026-04-05'],
    ['11/20/2026', '2026-11-20'],
    ['20 Nov 2026', '2026-11-20'],
    ['3 december', '2026-12-03'],
    ['today', '2026-11-20'],
    ['+3', '2026-11-23'],
    ['31.02.2026', null],
    ['someday', null],
    ['constructor', null],
    ['', null],
  ])('are read from %s', (text, expected) => {
    expect(parseDay(text, '2026-11-20')).toBe(expected);
  });

  it('are read as they are written', () => {
    fc.assert(fc.property(day, (date) => parseDay(date, '2026-11-20') === date && parseDay(formatDay(date, 'en-GB'), '2026-11-20') === date));
  });
});
