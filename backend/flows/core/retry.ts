import type { FlowRetry } from '../flow.contract.ts';

/** Longest pause before another attempt, and most attempts: the caps of the field. */
export const longestRetryDelayMs = 6 * 60 * 60 * 1000;
export const mostRetries = 1000;

/**
 * How long to wait before the next attempt, `null` where there is none. `failures` counts the attempts that have failed before this one.
 *
 * First the constant attempts, then the exponential ones with `multiplier × seconds^(n + 1)`, where n counts all earlier failures, constant ones
 * included: that is what OpenFlow's field names mean in practice, though its text speaks of doubling. `random` is from 0 up to 1: its upper
 * half adds, its lower half takes away, at most `random_factor` percent of the delay.
 */
export function retryDelayMs(retry: FlowRetry, failures: number, random: number): number | null {
  const constant = retry.constant?.attempts ?? 0;
  if (failures >= mostRetries) return null;
  if (failures < constant) return capped((retry.constant?.seconds ?? 0) * 1000);
  const { attempts = 0, multiplier = 1, seconds = 0, random_factor: factor = 0 } = retry.exponential ?? {};
  if (failures - constant >= attempts) return null;
  const delayMs = capped(multiplier * seconds ** (failures + 1) * 1000);
  return capped(delayMs + delayMs * (factor / 100) * (random * 2 - 1));
}

const capped = (delayMs: number): number => Math.round(Math.min(Math.max(delayMs, 0), longestRetryDelayMs));
