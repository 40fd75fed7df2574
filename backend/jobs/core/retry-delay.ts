import type { Retry } from '../../scripts/scripts.contract.ts';

/**
 * Milliseconds until the next attempt. Exponential doubles with each failure up to the maximum; jitter takes the "full
 * jitter" of between half and the whole of it, so that many failures of one cause do not come back together.
 *
 * @param failures how many attempts failed so far, 1 after the first
 * @param random a number in [0, 1)
 */
export function retryDelayMs(retry: Retry, failures: number, random: number): number {
  const factor = retry.backoff === 'exponential' ? 2 ** Math.min(failures - 1, 40) : 1;
  const wholeMs = Math.min(retry.delay_s * factor, retry.max_delay_s) * 1000;
  return Math.round(retry.jitter ? wholeMs * (0.5 + random / 2) : wholeMs);
}
