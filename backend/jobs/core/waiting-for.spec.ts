import { expect, test } from '@jest/globals';
import { waitingFor, type WaitingFacts } from './waiting-for.ts';

const now = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:05:00Z');
const facts = (over: Partial<WaitingFacts> = {}): WaitingFacts => ({
  status: 'queued',
  now,
  tag: 'bun',
  attempt: 0,
  scheduledFor: now,
  createdAt: now,
  settings: {},
  admissionKey: null,
  isAdmitted: false,
  debounceKey: null,
  workers: 1,
  busySlots: 3,
  slots: 16,
  holders: [],
  ...over,
});

test('a job that runs waits for nothing', () => expect(waitingFor(facts({ status: 'running' }))).toBeNull());

test('without a worker for its tag it says which tag nobody takes', () => {
  expect(waitingFor(facts({ workers: 0, tag: 'gpu' }))).toMatchObject({ reason: 'no_worker_for_tag', message: expect.stringContaining('"gpu"') });
});

test('with workers it says how busy they are', () => {
  expect(waitingFor(facts())?.message).toBe('1 worker takes the tag "bun"; 3 of 16 slots are busy. It starts as soon as one is free.');
});

test('a scheduled job says when it starts', () => {
  expect(waitingFor(facts({ scheduledFor: later }))).toMatchObject({ reason: 'schedule', until: later.toISOString() });
});

test('after a failed attempt it is a retry that is awaited', () => {
  expect(waitingFor(facts({ scheduledFor: later, attempt: 2 }))).toMatchObject({ reason: 'retry', message: expect.stringContaining('Attempt 2 failed') });
});

test('under a full concurrency key it names the key and who holds the place', () => {
  const holders = [{ job_id: 'a', since: null }];
  expect(waitingFor(facts({ admissionKey: 'concurrency:customer-7', settings: { concurrency: { max: 1 } }, holders }))).toMatchObject({
    reason: 'concurrency',
    holders,
    message: 'At most 1 at once for "customer-7", and 1 other job holds the place.',
  });
});

test('under a rate it names the window', () => {
  expect(waitingFor(facts({ admissionKey: 'concurrency:x', settings: { concurrency: { max: 5, window_s: 60 } } }))).toMatchObject({
    reason: 'rate',
    message: expect.stringContaining('5 starts in 60 s'),
  });
});

test('a debounced call waits for quiet', () => {
  expect(waitingFor(facts({ debounceKey: 'debounce:x', admissionKey: 'debounce:x', settings: { debounce: { delay_s: 2 } } }))).toMatchObject({
    reason: 'debounce',
  });
});
