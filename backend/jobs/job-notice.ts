import type { JobStatus } from './core/job-status.ts';

/**
 * A change of a job as it travels by NOTIFY: short names, since a payload holds at most 8,000 bytes. The statements that
 * change jobs build it in SQL with {@link noticeSql}.
 */
export type JobNotice = { w: string; i: string; p: string; k: string; s: JobStatus; g: number | null; u: string };

/** Jobs per notification: with the longest path (255) a notice stays under 450 bytes. */
const noticesPerPayload = 16;

/**
 * A CTE body that notifies of all rows of the CTE `source`, which has the columns of a job. One statement, few
 * notifications, however many jobs.
 */
export const noticeSql = (source: string): string => `
  select count(pg_notify('millrace_job', payload)) as sent from (
    select json_agg(json_build_object('w', workspace_id, 'i', id, 'p', path, 'k', kind, 's', status, 'g', progress, 'u', created_by))::text as payload
    from (select *, (row_number() over () - 1) / ${noticesPerPayload} as payload_number from ${source}) as numbered
    group by payload_number
  ) as payloads`;

/** Reads a payload; what is not ours is ignored. */
export function readNotices(payload: string): JobNotice[] {
  try {
    const notices: unknown = JSON.parse(payload);
    return Array.isArray(notices) ? (notices as JobNotice[]) : [];
  } catch {
    return [];
  }
}
