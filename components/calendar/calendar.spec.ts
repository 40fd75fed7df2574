import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../_shared/plain-date.ts';
import { eventsOf, spanOf } from './events.ts';
import { blocksOf, daysOf, hoursOf, lanesOf, step, weekStart } from './layout.ts';

const fields = { key: 'id', title: 'title', start: 'start', end: 'end' };
const of = (rows: object[], zone = 'Europe/Berlin') => eventsOf(rows as Record<string, unknown>[], fields, zone);
const day = (id: number, start: string, end?: string) => ({ id, title: `E${id}`, start, ...(end === undefined ? {} : { end }) });

describe('the events of a calendar', () => {
  it('of a day are of that day in every zone', () => {
    for (const zone of ['Pacific/Honolulu', 'UTC', 'Pacific/Kiritimati']) {
      const [event] = of([day(1, '2026-11-20', '2026-11-22')], zone);
      expect(event).toMatchObject({ form: 'day', start: { day: '2026-11-20' }, last: '2026-11-22', isBar: true });
      expect(spanOf(event!, zone, 3, 90)).toEqual({ start: '2026-11-23', end: '2026-11-25' });
    }
  });

  it('of a moment are shown by the clock of the zone, and keep its time over the change of the clocks', () => {
    const [event] = of([day(1, '2026-10-23T07:00:00Z', '2026-10-23T08:30:00Z')]);
    expect(event).toMatchObject({ form: 'instant', start: { day: '2026-10-23', minute: 540 }, end: { minute: 630 }, isBar: false });
    expect(spanOf(event!, 'Europe/Berlin', 3)).toEqual({ start: '2026-10-26T08:00:00.000Z', end: '2026-10-26T09:30:00.000Z' });
  });

  it('without a zone are at the time that is written, wherever one looks', () => {
    const [event] = of([day(1, '2026-11-20T09:00', '2026-11-20T10:00')], 'Pacific/Honolulu');
    expect(event).toMatchObject({ form: 'wall', start: { day: '2026-11-20', minute: 540 } });
    expect(spanOf(event!, 'Pacific/Honolulu', 0, 15)).toEqual({ start: '2026-11-20T09:15:00', end: '2026-11-20T10:15:00' });
  });

  it('that end at midnight are over on the day before, and those that nobody can read are left out', () => {
    expect(of([day(1, '2026-11-20T20:00', '2026-11-21T00:00')])[0]).toMatchObject({ last: '2026-11-20', isBar: false });
    expect(of([day(1, '2026-11-20T20:00', '2026-11-21T02:00')])[0]).toMatchObject({ last: '2026-11-21', isBar: true });
    expect(of([{ id: 1, start: 'soon' }, { id: 2 }, { id: 3, start: '2026-02-30' }])).toEqual([]);
  });

  it('come back unchanged from a move there and back', () => {
    const starts = fc.constantFrom('2026-11-20', '2026-11-20T09:30', '2026-11-20T09:30:00.000Z');
    fc.assert(
      fc.property(starts, fc.integer({ min: -400, max: 400 }), fc.constantFrom('UTC', 'Asia/Kathmandu'), (start, days, zone) => {
        const [event] = of([day(1, start)], zone);
        const [moved] = of([{ ...day(1, ''), ...spanOf(event!, zone, days) }], zone);
        expect(spanOf(moved!, zone, -days)).toEqual(spanOf(event!, zone));
      }),
    );
  });
});

describe('the days of a calendar', () => {
  it('of a month are whole weeks that begin where the person begins them', () => {
    expect(weekStart('2026-11-20', 1)).toBe('2026-11-16');
    expect(weekStart('2026-11-15', 0)).toBe('2026-11-15');
    const days = daysOf('month', '2026-11-20', 1);
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
    expect(daysOf('month', '2027-02-10', 1)).toHaveLength(28);
    expect([step('month', '2026-01-31', 1), step('week', '2026-11-20', -1)]).toEqual(['2026-02-01', '2026-11-13']);
  });

  it('have events of several days in one lane, and no two in the same', () => {
    const dates = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(dates, fc.integer({ min: 0, max: 5 })), { maxLength: 12 }), (spans) => {
        const rows = spans.map(([from, length], index) => day(index, addDays('2026-11-13', from), addDays('2026-11-13', from + length)));
        const lanes = lanesOf(of(rows), daysOf('week', '2026-11-18', 1));
        for (const { id } of of(rows)) {
          const heights = new Set(lanes.flatMap((pieces) => pieces.flatMap((piece, lane) => (piece?.event.id === id ? [lane] : []))));
          expect(heights.size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('have what overlaps side by side', () => {
    const events = of([
      day(1, '2026-11-20T09:00', '2026-11-20T11:00'),
      day(2, '2026-11-20T10:00', '2026-11-20T10:30'),
      day(3, '2026-11-20T11:00', '2026-11-20T12:00'),
    ]);
    expect(blocksOf(events, '2026-11-20').map(({ event, column, columns }) => [event.key, column, columns])).toEqual([
      [1, 0, 2],
      [2, 1, 2],
      [3, 0, 1],
    ]);
    expect(hoursOf(blocksOf(of([day(1, '2026-11-20T05:30', '2026-11-20T23:10')]), '2026-11-20'), 7, 20)).toEqual({ first: 5, last: 24 });
  });
});
