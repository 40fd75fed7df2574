import { expect, test } from '@jest/globals';
import { dayIn, isMonth, monthAfter, nameOfDay, nameOfMonth, weeksOf } from './calendar-month.ts';

test('a month has whole weeks, Monday first', () => {
  const weeks = weeksOf('2026-02');
  expect(weeks.map((week) => week.map(({ number, isInMonth }) => (isInMonth ? number : -number)))).toEqual([
    [-26, -27, -28, -29, -30, -31, 1], [2, 3, 4, 5, 6, 7, 8], [9, 10, 11, 12, 13, 14, 15], [16, 17, 18, 19, 20, 21, 22], [23, 24, 25, 26, 27, 28, -1],
  ]);
  expect(weeksOf('2027-02')).toHaveLength(4);
});

test('months follow each other through the year', () => {
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-05', 0)]).toEqual(['2027-01', '2025-12', '2026-05']);
});

test('a day is that of the zone', () => {
  expect(dayIn('Asia/Tokyo', new Date('2026-05-01T20:00:00Z'))).toBe('2026-05-02');
});

test('names and what is none', () => {
  expect([nameOfMonth('2026-05'), nameOfDay('2026-05-01'), isMonth('2026-13'), isMonth('2026-05'), isMonth(undefined)]).toEqual(['May 2026', 'Friday 1 May', false, true, false]);
});
