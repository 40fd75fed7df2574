import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterEnd, calm, type Streak, type StreakCall, type StreakRules } from './failure-streak.ts';

const none: StreakRules = { onFailure: null, onRecovery: null, onSuccess: null, alertEmail: null };
const at = new Date('2026-05-01T00:00:00Z');

/** `F` failed, `S` succeeded, `C` cancelled; gives the calls after each. */
function play(rules: StreakRules, ends: string): StreakCall[][] {
  let streak: Streak = calm;
  return [...ends].map((end) => {
    const after = afterEnd(streak, rules, { status: end === 'F' ? 'failed' : end === 'S' ? 'succeeded' : 'cancelled', at });
    streak = after.streak;
    return after.calls;
  });
}

describe('who is told of the ends of runs', () => {
  test.each<[string, Partial<StreakRules>, string, string[]]>([
    ['nobody, where there is nobody to tell', {}, 'FFSF', ['', '', '', '']],
    ['the handler of failures, at each', { onFailure: { times: 1, exactly: false } }, 'FFSF', ['failure', 'failure', '', 'failure']],
    ['only at the third in a row and after it', { onFailure: { times: 3, exactly: false } }, 'FFFF', ['', '', 'failure', 'failure']],
    ['only at exactly the second', { onFailure: { times: 2, exactly: true } }, 'FFFF', ['', 'failure', '', '']],
    ['a success begins the count anew', { onFailure: { times: 2, exactly: false } }, 'FSFF', ['', '', '', 'failure']],
    ['a run that was cancelled counts for nothing', { onFailure: { times: 2, exactly: false } }, 'FCF', ['', '', 'failure']],
    ['the handler of recoveries, once', { onFailure: { times: 1, exactly: false }, onRecovery: { times: 1 } }, 'FSS', ['failure', 'recovery', '']],
    ['a recovery only after a failure that was told', { onFailure: { times: 2, exactly: false }, onRecovery: { times: 1 } }, 'FSFFS', ['', '', '', 'failure', 'recovery']],
    ['a recovery without a handler of failures follows the first failure', { onRecovery: { times: 1 } }, 'SFFS', ['', '', '', 'recovery']],
    ['a recovery after two successes in a row', { onFailure: { times: 1, exactly: false }, onRecovery: { times: 2 } }, 'FSFSS', ['failure', '', 'failure', '', 'recovery']],
    ['the handler of successes, at each', { onSuccess: {} }, 'SFS', ['success', '', 'success']],
    ['an e-mail once when it begins and once when it is over', { alertEmail: { times: 2 } }, 'FFFSS', ['', 'failure_email', '', 'recovery_email', '']],
  ])('%s', (_rule, rules, ends, expected) => {
    expect(play({ ...none, ...rules }, ends).map((calls) => calls.join(' '))).toEqual(expected);
  });

  test('the count is that of failures since the last success, and its begin is that of the first', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('failed', 'succeeded', 'cancelled', 'skipped'), { maxLength: 40 }), (ends) => {
      let streak: Streak = calm;
      ends.forEach((status, index) => { streak = afterEnd(streak, none, { status, at: new Date(index) }).streak; });
      const since = ends.slice(ends.lastIndexOf('succeeded') + 1);
      const first = since.indexOf('failed');
      expect(streak.failingCount).toBe(since.filter((status) => status === 'failed').length);
      expect(streak.failingSince).toEqual(first < 0 ? null : new Date(ends.length - since.length + first));
    }));
  });

  test('between two recoveries there is always a failure that was told', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('F', 'S', 'C'), { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (ends, times, recoveryTimes) => {
      const calls = play({ ...none, onFailure: { times, exactly: true }, onRecovery: { times: recoveryTimes } }, ends.join('')).flat();
      calls.forEach((call, index) => { if (call === 'recovery') expect(calls[index - 1]).toBe('failure'); });
    }));
  });
});
