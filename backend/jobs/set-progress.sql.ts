import type { Statement } from '../database/database.ts';
import { noticeSql } from './job-notice.ts';

/**
 * Progress that a job reports, only ever forward, told to whoever looks at it: at most a hundred times in an attempt. With `attempt` only
 * while it is that one which runs.
 */
export const setProgress = (jobId: string, percent: number, attempt: number | null = null): Statement => ({
  name: 'set_progress',
  text: `
    with changed as (
      update job set progress = $2 where id = $1 and status = 'running' and ($3::integer is null or attempt = $3) and coalesce(progress, -1) < $2
      returning id, workspace_id, path, kind, status, progress, created_by
    ), noticed as (${noticeSql('changed')})
    select sent from noticed`,
  values: [jobId, percent, attempt],
});
