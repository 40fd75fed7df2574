import type { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { completeJobs, type CompletedJob } from '../jobs/complete-jobs.sql.ts';

/** SQLSTATE classes that speak of a value: 22 it is not valid, 54 it is larger or deeper than Postgres takes. */
const isRefusedValue = (error: unknown): boolean => /^(22|54)...$/.test((error as { code?: string } | null)?.code ?? '');

const refusal = JSON.stringify({
  code: 'job/result_invalid',
  name: 'ResultInvalid',
  message: 'What the script returned cannot be stored: the database refuses it. Return a simpler value, or write it to a file and return where it is.',
});

/**
 * Ends jobs in one statement, as often as it takes to be answered; gives the ids of those that were ended by it. A value that Postgres refuses
 * must not hold up the jobs that share the statement, nor leave its own running for ever: each is then reported alone, and that one fails.
 */
export async function reportJobs(database: Database, workerId: () => string, jobs: readonly CompletedJob[]): Promise<string[]> {
  try {
    return (await untilAnswered(() => database.run<{ id: string }>(completeJobs(workerId(), jobs)))).map(({ id }) => id);
  } catch (error) {
    if (!isRefusedValue(error) || jobs.every((job) => job.error === refusal)) throw error;
    const ended: string[] = [];
    for (const job of jobs)
      ended.push(
        ...(await reportJobs(database, workerId, [jobs.length > 1 ? job : { ...job, status: 'failed', result: null, resultObject: null, error: refusal }])),
      );
    return ended;
  }
}
