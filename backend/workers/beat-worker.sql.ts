import type { Statement } from '../database/database.ts';
import { leaseSeconds } from '../jobs/recover-jobs.sql.ts';
import type { WorkerLoad } from './worker.entity.ts';

/** Two silent connections in a row still leave time to renew the lease over a third. */
const beatAnswerMs = 4_000;

/**
 * Renews the lease of a worker, reports its load, and asks in the same trip whether another worker died. No row back for
 * `is_mine` means that this worker was declared dead itself.
 */
export const beatWorker = (workerId: string, load: WorkerLoad): Statement => ({
  name: 'beat_worker',
  answerWithinMs: beatAnswerMs,
  text: `
with mine as (
  update worker set seen_at = now(), load = $2 where id = $1 and ended_at is null returning id
), told as (
  select pg_notify('millrace_worker', id::text) from mine
)
select exists (select 1 from mine) as is_mine, (select count(*) from told) as told,
  exists (select 1 from worker where ended_at is null and seen_at < now() - interval '${leaseSeconds} seconds' and id <> $1) as has_dead`,
  values: [workerId, JSON.stringify(load)],
});
