import { expect, test } from '@jest/globals';
import { utcTime, waitWords, type WaitFacts } from './wait-words.ts';

const words = (wait: Partial<WaitFacts> & Pick<WaitFacts, 'kind'>): string =>
  waitWords({ until: null, event_key: null, approvers: [], next_attempt: null, most_attempts: null, ...wait }, (moment) => moment.slice(11, 16));
const until = '2026-11-20T14:00:00.000Z';

test('each kind of wait is one sentence', () => {
  expect(words({ kind: 'approval', approvers: ['g/finance'], until })).toBe('Waiting for approval by g/finance until 14:00');
  expect(words({ kind: 'sleep', until })).toBe('Sleeping until 14:00');
  expect(words({ kind: 'event', event_key: 'order-42' })).toBe('Waiting for event order-42');
  expect(words({ kind: 'retry', next_attempt: 2, most_attempts: 5, until })).toBe('Waiting to retry (attempt 2 of 5) at 14:00');
});

test('of many who may decide a few are named', () => {
  expect(words({ kind: 'approval' })).toBe('Waiting for approval');
  expect(words({ kind: 'approval', approvers: ['u/ada', 'g/finance'] })).toBe('Waiting for approval by u/ada or g/finance');
  expect(words({ kind: 'approval', approvers: ['u/ada', 'u/ben', 'u/cid', 'u/dan'] })).toBe('Waiting for approval by u/ada, u/ben or 2 others');
});

test('a moment of another day says which', () => {
  expect(utcTime(until, Date.parse('2026-11-20T01:00:00Z'))).toBe('14:00 UTC');
  expect(utcTime(until, Date.parse('2026-11-19T23:00:00Z'))).toBe('2026-11-20 14:00 UTC');
});
