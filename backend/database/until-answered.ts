import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseLost } from '../common/database-lost.ts';

const firstPauseMs = 50;
const longestPauseMs = 2_000;

/** Postgres rolled the statement back because of another one: a deadlock, or two serializable transactions. It may simply be repeated. */
const conflicts = new Set(['40P01', '40001']);

const isConflict = (error: unknown): boolean => conflicts.has((error as { code?: string } | null)?.code ?? '');

/**
 * Does a database call again and again while the database is away or rolls it back for another one's sake, and rejects with any other error. Only for calls that
 * may be repeated: a call can have been committed although its answer was lost.
 */
export async function untilAnswered<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!(isDatabaseLost(error) || isConflict(error)) || signal?.aborted) throw error;
      await pause(pauseMs);
    }
  }
}
