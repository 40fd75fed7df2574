import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunOutcome } from '../../runner/runner.ts';
import { afterAttempt, afterLostWorker } from './after-attempt.ts';
import { retryDelayMs } from './retry-delay.ts';

const failed = (code = 'job/script_error'): RunOutcome => ({ kind: 'failed', error: { code, name: 'Error', message: 'no' } });
const retry = { attempts: 2, delay_s: 1, backoff: 'exponential', max_delay_s: 60, jitter: false } as const;

describe('what follows an attempt', () => {
  test('a success ends the job', () => {
    expect(afterAttempt({ kind: 'succeeded', resultJson: '1' }, { retry }, 1, 0)).toEqual({ kind: 'end', status: 'succeeded', error: null });
  });

  test('a failure without retries ends the job', () => {
    expect(afterAttempt(failed(), {}, 1, 0)).toMatchObject({ kind: 'end', status: 'failed' });
  });

  test('a failure is tried again as often as the script says, with a growing delay', () => {
    expect(afterAttempt(failed(), { retry }, 1, 0)).toMatchObject({ kind: 'again', delayMs: 1000 });
    expect(afterAttempt(failed(), { retry }, 2, 0)).toMatchObject({ kind: 'again', delayMs: 2000 });
    expect(afterAttempt(failed(), { retry }, 3, 0)).toMatchObject({ kind: 'end', status: 'failed' });
  });

  test('a process that could not be started is tried again some times, also without retries: the script has not begun', () => {
    expect(afterAttempt(failed('job/runner_start'), { idempotent: false }, 1, 0)).toMatchObject({ kind: 'again', delayMs: 500 });
    expect(afterAttempt(failed('job/runner_start'), {}, 6, 0)).toMatchObject({ kind: 'end', status: 'failed' });
  });

  test('a timeout is tried again like a failure', () => {
    expect(afterAttempt({ kind: 'timed_out', error: { code: 'job/timeout', name: 'Timeout', message: '' } }, { retry }, 1, 0).kind).toBe('again');
  });

  test.each(['job/out_of_memory', 'job/result_too_large', 'job/result_invalid'])('%s is not tried again: it would end the same way', (code) => {
    expect(afterAttempt(failed(code), { retry }, 1, 0)).toMatchObject({ kind: 'end', status: 'failed' });
  });

  test('a cancelled attempt ends the job whatever the retries', () => {
    expect(afterAttempt({ kind: 'cancelled' }, { retry }, 1, 0)).toMatchObject({ kind: 'end', status: 'cancelled' });
  });
});

describe('what follows a lost worker', () => {
  test('the job runs again', () => expect(afterLostWorker({}, true).kind).toBe('again'));

  test('a job that must not run twice fails once it had started', () => {
    expect(afterLostWorker({ idempotent: false }, true)).toMatchObject({ kind: 'end', status: 'failed', error: { code: 'job/worker_lost' } });
    expect(afterLostWorker({ idempotent: false }, false).kind).toBe('again');
  });
});

test('the delay never exceeds the maximum and jitter takes at most half of it away', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.constantFrom('constant', 'exponential'), (failures, random, backoff) => {
    const setting = { ...retry, backoff, jitter: true } as const;
    const whole = retryDelayMs({ ...setting, jitter: false }, failures, 0);
    const jittered = retryDelayMs(setting, failures, random);
    expect(whole).toBeLessThanOrEqual(60_000);
    expect(jittered).toBeGreaterThanOrEqual(Math.floor(whole / 2));
    expect(jittered).toBeLessThanOrEqual(whole);
  }));
});
