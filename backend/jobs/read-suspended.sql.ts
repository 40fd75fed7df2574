import type { Statement } from '../database/database.ts';
import type { SuspendedFacts } from './core/suspended-for.ts';

/** What a job that holds no worker waits for: open waits, who may decide where people are asked, and jobs of its own that are alive. */
export const readSuspended = (jobId: string): Statement => ({
  name: 'read_suspended',
  text: `
select
  (select coalesce(json_agg(open order by open.opened_at), '[]') from (
    select wait.kind, wait.place, wait.due_at, wait.event_key, wait.opened_at, request.waits_for, request.expires_at
    from wait left join approval_request request on request.wait_id = wait.id and request.status = 'open'
    where wait.job_id = $1 and wait.closed_at is null order by wait.opened_at limit 20) as open) as waits,
  (select coalesce(json_agg(json_build_object('job_id', id, 'since', coalesce(started_at, created_at), 'path', path)), '[]') from (
    select id, path, started_at, created_at from job where parent_id = $1 and ended_at is null order by created_at limit 20) as child) as children`,
  values: [jobId],
});

/** Row of {@link readSuspended}. */
export type SuspendedRow = SuspendedFacts;
