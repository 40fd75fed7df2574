import type { Statement } from '../database/database.ts';
import { workerTagPrefix } from '../queue/task-names.ts';
import { noticeSql } from './job-notice.ts';
import { watchersSql } from './watchers.ts';

/** Jobs that only one worker may run, because what they need lies there, and whose worker is gone: nobody would ever take them. */
export const strandedSql = `
select job.id from job
where job.ended_at is null and job.status = 'queued' and job.tag like '${workerTagPrefix}%'
  and not exists (select 1 from worker where worker.ended_at is null and job.tag = any(worker.tags))`;

/** What such a job failed of. */
export const strandedError = {
  code: 'flow/worker_lost',
  name: 'WorkerLost',
  message: 'The worker on which the steps of this flow ran is gone, and with it their folder ./shared.',
};

/** Ends such jobs with `error`, as JSON, and tells who waits for them. */
export const failStranded = (error: string): Statement => ({
  name: 'fail_stranded_jobs',
  text: `
with stranded as (
  update job set status = 'failed', ended_at = now(), error = $1::jsonb
  where id in (${strandedSql} for update of job skip locked)
  returning job.*
), notice as (${noticeSql('stranded')}), watched as (${watchersSql('stranded')})
select (select count(*) from stranded)::integer as jobs, notice.sent, watched.told from notice, watched`,
  values: [error],
});
