import type { Statement } from '../database/database.ts';
import { noticeSql } from '../jobs/job-notice.ts';
import { watchersSql } from '../jobs/watchers.ts';

/** Ends debounced calls for which another one stands. They keep their arguments and say which job ran for them. */
export const mergeJobs = (merge: readonly { id: string; into: string }[]): Statement => ({
  text: `
with merged as (
  update job set status = 'skipped', ended_at = now(), merged_into = pair.into_id
  from unnest($1::uuid[], $2::uuid[]) as pair (id, into_id)
  where job.id = pair.id and job.status = 'queued' and job.admitted_at is null
  returning job.*
), notice as (${noticeSql('merged')}), watched as (${watchersSql('merged')})
select merged.id from merged, notice, watched`,
  values: [merge.map(({ id }) => id), merge.map(({ into }) => into)],
});
