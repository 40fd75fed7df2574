import type { Statement } from '../database/database.ts';
import { waitDueTask } from '../queue/task-names.ts';
import type { NewWait } from './wait.ts';

/** Row of {@link openWaits}: the wait at the place, which may have been opened before. */
export type OpenedWait = { id: string; job_id: string; place: string; kind: string };

/**
 * Opens waits and sets their timers, in one statement however many there are. A place that already has its wait keeps it, so that a
 * repeated decision opens nothing twice.
 */
export function openWaits(waits: readonly (NewWait & { id: string })[]): Statement {
  const rows = waits.map(({ id, workspaceId, jobId, owner, place, kind, dueAt, eventKey }) => ({
    id,
    workspace_id: workspaceId,
    job_id: jobId,
    owner,
    place,
    kind,
    due_at: dueAt,
    event_key: eventKey,
  }));
  return {
    name: 'open_waits',
    text: `
with wanted as (
  select * from json_to_recordset($1::json) as row(id uuid, workspace_id text, job_id uuid, owner text, place text, kind text, due_at timestamptz, event_key text)
), opened as (
  insert into wait (id, workspace_id, job_id, owner, place, kind, due_at, event_key)
  select id, workspace_id, job_id, owner, place, kind, due_at, event_key from wanted
  on conflict (job_id, place, kind) do nothing
  returning id, job_id, place, kind, due_at
), timer as (
  select graphile_worker.add_job('${waitDueTask}', json_build_object('id', id), run_at => due_at, job_key => 'wait:' || id, max_attempts => 32000)
  from opened where due_at is not null
)
select id, job_id, place, kind from opened where (select count(*) from timer) >= 0
union all
select wait.id, wait.job_id, wait.place, wait.kind from wait join wanted using (job_id, place, kind)`,
    values: [JSON.stringify(rows)],
  };
}

/** One at a time for a key, to the end of the transaction: an event and the wait for it must not miss each other. */
export const lockEventKey = (workspaceId: string, key: string): Statement => ({
  text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
  values: [`event:${workspaceId}:${key}`],
});

/** Takes the oldest event that came before anybody waited for it. */
export const takeKeptEvent = (workspaceId: string, key: string): Statement => ({
  text: `
with taken as (
  delete from kept_event where id = (
    select id from kept_event where workspace_id = $1 and event_key = $2 and expires_at > now() order by received_at, id limit 1)
  returning payload
)
select payload from taken`,
  values: [workspaceId, key],
});

/** Keeps an event for a wait that is still to come. */
export const keepEvent = (id: string, workspaceId: string, key: string, payload: string, keepSeconds: number): Statement => ({
  text: `insert into kept_event (id, workspace_id, event_key, payload, expires_at) values ($1, $2, $3, $4::json, now() + make_interval(secs => $5))`,
  values: [id, workspaceId, key, payload, keepSeconds],
});
