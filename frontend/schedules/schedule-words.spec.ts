import { describe, expect, test } from '@jest/globals';
import { momentIn, stateOf, wordsOfTick } from './schedule-words.ts';

const now = new Date('2026-05-01T12:00:00Z');
const fine = { enabled: true, paused_until: null, failing_count: 0, problem: null };
const problem = { at: '2026-05-01T11:00:00Z', code: 'script/not_found', message: 'gone' };

describe('the state of a schedule', () => {
  test.each<[string, Partial<Parameters<typeof stateOf>[0]>]>([
    ['on', {}], ['off', { enabled: false, failing_count: 3, problem }], ['failing', { failing_count: 1 }], ['stuck', { failing_count: 1, problem }],
    ['paused', { paused_until: '2026-05-02T00:00:00Z' }], ['on', { paused_until: '2026-04-02T00:00:00Z' }],
  ])('%s', (state, more) => {
    expect(stateOf({ ...fine, ...more }, now)).toBe(state);
  });
});

test('a moment is that of the zone of the schedule, with seconds where there are any', () => {
  expect(momentIn('America/New_York', '2026-03-08T07:30:00Z')).toBe('Sun, 8 Mar 2026, 03:30');
  expect(momentIn('UTC', '2026-03-08T07:30:15Z')).toBe('Sun, 8 Mar 2026, 07:30:15');
  expect(momentIn('UTC', '2026-03-08T07:30:00Z', true)).toBe('Sun, 8 Mar 2026, 07:30:00');
});

test('several ticks in a row are counted in words', () => {
  expect(wordsOfTick({ outcome: 'missed', ticks: 12, kind: 'tick' })).toBe('12 ticks missed');
  expect(wordsOfTick({ outcome: 'off', ticks: 1, kind: 'tick' })).toBe('1 tick while it was off');
});
