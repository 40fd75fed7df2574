import type { Statement } from '../database/database.ts';

/** Most jobs that one look considers; the rest is considered when these have moved. */
export const consideredAtOnce = 1_000;

/** A row of {@link loadWaiting}; times are milliseconds since the epoch, on the clock of the database. */
export type WaitingRow = {
  id: string;
  priority: number;
  created_at: number;
  scheduled_for: number;
  debounce_key: string | null;
  settings: { concurrency?: { max: number; window_s?: number }; debounce?: { delay_s: number; max_wait_s?: number; max_calls?: number; gather?: string[] } };
  /** Bytes of its arguments, where they are put together with those of others; otherwise 0. */
  size: number;
};

/** Takes the lock of an admission key until the end of the transaction: one decision at a time for a key. */
export const lockAdmission = (workspaceId: string, key: string): Statement => ({
  text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
  values: [`admission:${workspaceId}:${key}`],
});

/** Jobs under a key that are not admitted yet, in turn. The partial index `job_admission` holds only live ones. */
export const loadWaiting = (workspaceId: string, key: string): Statement => ({
  text: `
select id, priority, (extract(epoch from created_at) * 1000)::float8 as created_at, (extract(epoch from scheduled_for) * 1000)::float8 as scheduled_for, debounce_key, settings,
  case when settings->'debounce' ? 'gather' then octet_length(args::text) else 0 end as size
from job
where workspace_id = $1 and admission_key = $2 and status = 'queued' and ended_at is null and admitted_at is null
order by priority desc, created_at
limit ${consideredAtOnce}`,
  values: [workspaceId, key],
});

/** Who holds slots, who was admitted lately, and what time it is for the database. */
export const loadHolders = (workspaceId: string, key: string, windowMs: number): Statement => ({
  text: `
select
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now,
  (select count(*)::integer from job where workspace_id = $1 and admission_key = $2 and ended_at is null and admitted_at is not null) as holders,
  (select coalesce(array_agg((extract(epoch from admitted_at) * 1000)::float8), '{}') from job
    where $3::float8 > 0 and workspace_id = $1 and admission_key = $2 and admitted_at > clock_timestamp() - make_interval(secs => $3::float8 / 1000)) as admitted_at`,
  values: [workspaceId, key, windowMs],
});

/** Lets jobs start: they hold a slot from now on, and go to the queue of their tag. */
export const admitJobs = (ids: readonly string[]): Statement => ({
  text: `
with admitted as (
  update job set admitted_at = clock_timestamp() where id = any($1::uuid[]) and status = 'queued' and ended_at is null and admitted_at is null
  returning id, tag, priority
)
select graphile_worker.add_job('job:' || tag, json_build_object('id', id), max_attempts => 32000, priority => -priority) is not null as handed_over from admitted`,
  values: [ids],
});
