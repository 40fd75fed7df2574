import { expect, test } from '@jest/globals';
import { isLive, isTerminal, jobStatuses, mayTransition } from './job-status.ts';

test('a job that has ended never changes again', () => {
  for (const from of jobStatuses.filter(isTerminal)) for (const to of jobStatuses) expect(mayTransition(from, to)).toBe(false);
});

test('every live status leads to an end', () => {
  for (const status of jobStatuses.filter(isLive)) expect(jobStatuses.some((to) => isTerminal(to) && mayTransition(status, to))).toBe(true);
});

test('a job never ends twice: no end leads to another one', () => {
  expect(jobStatuses.filter(isTerminal)).toEqual(['succeeded', 'failed', 'cancelled', 'skipped']);
});
