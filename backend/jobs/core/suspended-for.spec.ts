import { expect, test } from '@jest/globals';
import { suspendedFor } from './suspended-for.ts';

const wait = (over: object) => ({ kind: 'sleep' as const, place: '/a', due_at: null, event_key: null, waits_for: null, expires_at: null, ...over });
const child = { job_id: '01990000-0000-7000-8000-000000000001', since: '2026-01-01T00:00:00Z', path: 'f/shop/charge' };

test('people are named first, whatever else goes on', () => {
  const facts = { waits: [wait({}), wait({ kind: 'approval', waits_for: ['g/finance'], expires_at: '2026-01-01T14:00:00+00:00' })], children: [child] };
  expect(suspendedFor(facts)).toMatchObject({
    reason: 'approval',
    message: 'It waits for a decision by g/finance after a until 2026-01-01 14:00 UTC. 1 more wait is open.',
    until: '2026-01-01T14:00:00.000Z',
  });
});

test('an event is named by its key', () => {
  expect(suspendedFor({ waits: [wait({ kind: 'event', event_key: 'order/17', place: '/loop[3]/paid' })], children: [] })?.message).toBe(
    'It waits for the event "order/17" at loop[3]/paid.',
  );
});

test('a sleep says how long, unless something runs beside it', () => {
  const sleep = wait({ due_at: '2026-01-01T00:00:00Z' });
  expect(suspendedFor({ waits: [sleep], children: [] })?.message).toBe('It sleeps after a until 2026-01-01 00:00 UTC, and goes on by itself.');
  expect(suspendedFor({ waits: [sleep], children: [child] })).toMatchObject({
    reason: 'child',
    message: 'It waits for f/shop/charge to end.',
    holders: [{ job_id: child.job_id }],
  });
});

test('what waits for nothing says nothing', () => expect(suspendedFor({ waits: [], children: [] })).toBeNull());
