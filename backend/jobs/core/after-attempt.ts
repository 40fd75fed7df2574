import type { RunError, RunOutcome } from '../../runner/runner.ts';
import type { Retry, ScriptSettings } from '../../scripts/scripts.contract.ts';
import type { JobStatus } from './job-status.ts';
import { retryDelayMs } from './retry-delay.ts';

/** What follows an attempt: the job ends, or it is queued again. */
export type AfterAttempt =
  | { kind: 'end'; status: Extract<JobStatus, 'succeeded' | 'failed' | 'cancelled'>; error: RunError | null }
  | { kind: 'again'; delayMs: number; error: RunError };

/** Failures that another attempt cannot mend, so they are never retried. */
const final = new Set(['job/out_of_memory', 'job/result_too_large', 'job/result_invalid', 'job/args_invalid', 'language/unavailable', 'script/dependency_failed', 'script/no_main']);

/** Whether a failure with this code would only fail again. */
export const isFinalFailure = (code: string): boolean => final.has(code);

/** The code of the script has not begun, and the worker is at fault: it may run again whatever the script says of itself. */
const notBegun = 'job/runner_start';
const notBegunRetry: Retry = { attempts: 5, delay_s: 1, backoff: 'exponential', max_delay_s: 30, jitter: true };

/**
 * Decides what follows an attempt that ended. Pure: the random number comes in.
 *
 * @param attempt number of the attempt that ended, 1 for the first
 */
export function afterAttempt(outcome: RunOutcome, settings: ScriptSettings, attempt: number, random: number): AfterAttempt {
  if (outcome.kind === 'succeeded') return { kind: 'end', status: 'succeeded', error: null };
  if (outcome.kind === 'cancelled') return { kind: 'end', status: 'cancelled', error: null };
  const retry = settings.retry ?? (outcome.error.code === notBegun ? notBegunRetry : undefined);
  const mayRetry = retry !== undefined && attempt <= retry.attempts && !final.has(outcome.error.code);
  return mayRetry ? { kind: 'again', delayMs: retryDelayMs(retry, attempt, random), error: outcome.error } : { kind: 'end', status: 'failed', error: outcome.error };
}

/**
 * Decides what follows an attempt whose worker was lost. Delivery is at least once: the job runs again, unless its script
 * said that it must not run twice.
 */
export function afterLostWorker(settings: ScriptSettings, hadStarted: boolean): AfterAttempt {
  const error: RunError = { code: 'job/worker_lost', name: 'WorkerLost', message: 'The worker that ran this job was lost before it could report the end.' };
  if (hadStarted && settings.idempotent === false) {
    const message = `${error.message} The script is declared as not idempotent, so it was not run again; check what it did before you re-run it.`;
    return { kind: 'end', status: 'failed', error: { ...error, message } };
  }
  return { kind: 'again', delayMs: 0, error };
}
