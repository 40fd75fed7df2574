import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseLost } from '../common/database-lost.ts';

const firstPauseMs = 50;
const longestPauseMs = 2_000;

/**
 * Does a database call again and again while the database is away, and rejects with any other error. Only for calls that
 * may be repeated: a call can have been committed although its answer was lost.
 */
export async function untilAnswered<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseLost(error) || signal?.aborted) throw error;
      await pause(pauseMs);
    }
  }
}
