import { expect, test } from '@jest/globals';
import { suspendedFor } from './suspended-for.ts';

const names = { step: 'a', summary: null };
const wait = (over: object) => ({ kind: 'sleep' as const, names, title: null, due_at: null, event_key: null, waits_for: null, expires_at: null, ...over });
const child = { job_id: '01990000-0000-7000-8000-000000000001', since: '2026-01-01T00:00:00Z', path: 'f/shop/charge', names: null };
const said = (over: object) => suspendedFor({ waits: [wait(over)], children: [] })?.message;

test('people are named first, whatever else goes on, with what they are asked', () => {
  const asked = wait({ kind: 'approval', title: 'Refund order 17', waits_for: ['g/finance'], expires_at: '2026-01-01T14:00:00+00:00' });
  expect(suspendedFor({ waits: [wait({}), asked], children: [child] })).toMatchObject({
    reason: 'approval',
    message: 'It waits for a decision by g/finance about "Refund order 17" until 2026-01-01 14:00 UTC. 1 more wait is open.',
    until: '2026-01-01T14:00:00.000Z',
  });
});

test('a step is called what its author called it, with the round of its loop, and never by its place', () => {
  const event = { kind: 'event', event_key: 'order/17' };
  expect(said(event)).toBe('It waits for the event "order/17" at step a.');
  expect(
    said({ ...event, names: { step: 'paid', summary: 'Money is here', around: 'loop', around_summary: 'Every order', around_kind: 'forloopflow', round: 3 } }),
  ).toBe('It waits for the event "order/17" at "Money is here" in round 4 of "Every order".');
  expect(said({ ...event, names: { step: 'paid', summary: null, around: 'decision', around_summary: null, around_kind: 'branchone', round: 0 } })).toBe(
    'It waits for the event "order/17" at step paid.',
  );
});

test('a sleep says how long, unless something runs beside it', () => {
  const sleep = wait({ due_at: '2026-01-01T00:00:00Z' });
  expect(suspendedFor({ waits: [sleep], children: [] })?.message).toBe('It sleeps after step a until 2026-01-01 00:00 UTC, and goes on by itself.');
  expect(suspendedFor({ waits: [sleep], children: [child] })).toMatchObject({
    reason: 'child',
    message: 'It waits for f/shop/charge to end.',
    holders: [{ job_id: child.job_id }],
  });
  const named = { ...child, names: { step: 'charge', summary: 'Charge the card' } };
  expect(suspendedFor({ waits: [], children: [named] })?.message).toBe('It waits for "Charge the card" (f/shop/charge) to end.');
});

test('what waits for nothing says nothing', () => expect(suspendedFor({ waits: [], children: [] })).toBeNull());
