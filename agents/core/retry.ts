/** How often and how patiently a model is asked again. */
export type RetryPolicy = {
  /** Attempts in all, for each model. */
  attempts: number;
  firstDelayMs: number;
  longestDelayMs: number;
  /** A provider that wants us to wait for longer is left alone: the fallback is asked, or the run fails and says so. */
  longestRetryAfterMs: number;
  /** So long nothing may come from a model that has been asked. Models that reason are silent for minutes. */
  silenceMs: number;
};

export const defaultRetryPolicy: RetryPolicy = { attempts: 4, firstDelayMs: 500, longestDelayMs: 15_000, longestRetryAfterMs: 60_000, silenceMs: 300_000 };

/**
 * How long to wait before the next attempt; `null`: not at all, give up. What the provider asks for is what is done, with a little on top so that
 * callers who were told the same do not all come at once. Otherwise the delay doubles, and half of it is left to chance.
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number, retryAfterMs: number | null, random: number): number | null {
  if (attempt >= policy.attempts) return null;
  if (retryAfterMs !== null) return retryAfterMs > policy.longestRetryAfterMs ? null : retryAfterMs + random * Math.min(250, retryAfterMs * 0.1);
  const delay = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
  return delay / 2 + (random * delay) / 2;
}
