import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCron } from './cron.ts';
import { catchUps, countedTicks, decideTicks, gapBetween, graceMs, type DueTicks } from './decide-ticks.ts';

const at = (time: string): Date => new Date(`2026-05-01T${time}Z`);
const hourly = readCron('0 * * * *', 'UTC');
const due = (more: Partial<DueTicks>): DueTicks => ({
  cron: hourly,
  from: at('09:00:00'),
  now: at('09:00:01'),
  catchUp: 'skip',
  limit: 100,
  noOverlap: false,
  isRunning: false,
  ...more,
});
const times = (dates: readonly Date[]): string[] => dates.map((date) => date.toISOString().slice(11, 19));

describe('the ticks that are due', () => {
  test.each<[string, Partial<DueTicks>, { run: string[]; skipped?: string[]; missed?: [string, string, number]; next?: string }]>([
    ['one that has just come runs', {}, { run: ['09:00:00'] }],
    ['at the very moment it runs', { now: at('09:00:00') }, { run: ['09:00:00'] }],
    ['before its time nothing happens', { now: at('08:59:59') }, { run: [], next: '09:00:00' }],
    ['a clock that went back finds nothing, and the next one stays', { now: at('03:00:00') }, { run: [], next: '09:00:00' }],
    ['one that was held up for less than a minute is not missed', { now: at('09:00:59') }, { run: ['09:00:00'] }],
    ['skip: later ones are missed', { now: at('11:30:00') }, { run: [], missed: ['09:00:00', '11:00:00', 3] }],
    ['skip: the one that comes just now still runs', { now: at('11:00:05') }, { run: ['11:00:00'], missed: ['09:00:00', '10:00:00', 2] }],
    ['last: of the late ones the last runs', { now: at('11:30:00'), catchUp: 'last' }, { run: ['11:00:00'], missed: ['09:00:00', '10:00:00', 2] }],
    ['last: not when one comes just now', { now: at('11:00:05'), catchUp: 'last' }, { run: ['11:00:00'], missed: ['09:00:00', '10:00:00', 2] }],
    ['all: every one runs, oldest first', { now: at('11:30:00'), catchUp: 'all' }, { run: ['09:00:00', '10:00:00', '11:00:00'] }],
    [
      'all: of more than the limit the newest run',
      { now: at('11:30:00'), catchUp: 'all', limit: 2 },
      { run: ['10:00:00', '11:00:00'], missed: ['09:00:00', '09:00:00', 1] },
    ],
    ['without overlap: one of them runs', { now: at('11:30:00'), catchUp: 'all', noOverlap: true }, { run: ['09:00:00'], skipped: ['10:00:00', '11:00:00'] }],
    ['without overlap: none while one runs', { noOverlap: true, isRunning: true }, { run: [], skipped: ['09:00:00'] }],
    ['with overlap it does not matter that one runs', { isRunning: true }, { run: ['09:00:00'] }],
  ])('%s', (_rule, more, expected) => {
    const decision = decideTicks(due(more));
    const missed = decision.missed ? [...times([decision.missed.from, decision.missed.through]), decision.missed.ticks] : undefined;
    expect({ run: times(decision.run), skipped: times(decision.skipped), missed }).toEqual({
      run: expected.run,
      skipped: expected.skipped ?? [],
      missed: expected.missed,
    });
    expect(decision.next && times([decision.next])[0]).toBe(expected.next ?? times([hourly.next(more.now ?? at('09:00:01')) as Date])[0]);
  });

  test('each belongs to exactly one of run, skipped and missed, and none before the next', () => {
    const expression = fc.constantFrom('* * * * * *', '*/7 * * * * *', '*/5 * * * *', '0 * * * *', '30 2 * * *', '15,45 */3 * * *');
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York');
    const start = fc.date({ min: new Date('2026-03-27T00:00:00Z'), max: new Date('2026-03-30T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(
        expression,
        zone,
        start,
        fc.integer({ min: 0, max: 900_000 }),
        fc.constantFrom(...catchUps),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        fc.boolean(),
        (text, timezone, begin, laterMs, catchUp, limit, noOverlap, isRunning) => {
          const cron = readCron(text, timezone);
          const from = cron.next(begin) as Date;
          const now = new Date(from.getTime() + laterMs);
          const { run, skipped, missed, next } = decideTicks({ cron, from, now, catchUp, limit, noOverlap, isRunning });
          const all = cron.between(new Date(from.getTime() - 1), now, countedTicks).map(Number);
          const gap = missed ? all.filter((tick) => tick >= missed.from.getTime() && tick <= missed.through.getTime()) : [];
          expect(gap.length).toBe(missed?.ticks ?? 0);
          expect([...gap, ...run.map(Number), ...skipped.map(Number)].sort((left, right) => left - right)).toEqual(all);
          expect(next).toEqual(cron.next(now));
          for (const tick of gap) expect(now.getTime() - tick).toBeGreaterThanOrEqual(graceMs);
          if (noOverlap) expect(run.length).toBeLessThanOrEqual(isRunning ? 0 : 1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('deciding in two steps decides each tick once', () => {
    const cron = readCron('*/3 * * * * *', 'UTC');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 50_000 }), (firstMs, secondMs) => {
        const from = at('09:00:00');
        const middle = new Date(from.getTime() + firstMs);
        const end = new Date(middle.getTime() + secondMs);
        const first = decideTicks(due({ cron, from, now: middle, catchUp: 'all' }));
        const second = decideTicks(due({ cron, from: first.next as Date, now: end, catchUp: 'all' }));
        expect([...first.run, ...second.run]).toEqual(cron.nextRuns(new Date(from.getTime() - 1), 1 + Math.floor((firstMs + secondMs) / 3000)));
      }),
      { numRuns: 100 },
    );
  });

  test('a year of seconds is neither counted nor run through', () => {
    const begin = performance.now();
    const decision = decideTicks(due({ cron: readCron('* * * * * *', 'UTC'), from: new Date('2025-05-01T00:00:00Z'), catchUp: 'all', limit: 10 }));
    expect([decision.run.length, decision.missed?.ticks]).toEqual([10 + 60, countedTicks]);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

describe('a gap', () => {
  test('holds the ticks up to the first one that is decided again', () => {
    const gap = gapBetween(hourly, at('09:00:00'), at('12:00:00'));
    expect(gap && [...times([gap.from, gap.through]), gap.ticks]).toEqual(['09:00:00', '11:00:00', 3]);
  });

  test('is none when nothing was due', () => {
    expect(gapBetween(hourly, at('09:00:00'), at('09:00:00'))).toBeNull();
    expect(gapBetween(hourly, at('09:30:00'), at('09:45:00'))).toBeNull();
  });
});
