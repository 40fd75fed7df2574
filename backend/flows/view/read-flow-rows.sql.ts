import type { Statement } from '../../database/database.ts';
import type { StepRow } from '../core/rows.ts';

/** A row of the record with the job that it started. */
export type FlowStepRow = {
  seq: number;
  row: StepRow;
  created_at: Date;
  is_reused: boolean;
  child_job_id: string | null;
  job_status: string | null;
  job_created_at: Date | null;
  job_scheduled_for: Date | null;
  job_started_at: Date | null;
  job_ended_at: Date | null;
};

const columns = `step.seq, step."row", step.created_at, step.is_reused, step.child_job_id,
  job.status as job_status, job.created_at as job_created_at, job.scheduled_for as job_scheduled_for, job.started_at as job_started_at, job.ended_at as job_ended_at`;

/** All rows of some frames: a frame has a few for each of its steps, however many iterations there are beside it. Index on (job_id, frame, step). */
export const rowsOfFrames = (jobId: string, frames: readonly string[]): Statement => ({
  name: 'flow_rows_of_frames',
  text: `
select ${columns}
from flow_step step left join job on job.id = step.child_job_id
where step.job_id = $1 and step.frame = any($2::text[])
order by step.seq`,
  values: [jobId, frames],
});

/** The last row of each of some frames that says where it stands. */
export const standOfFrames = (jobId: string, frames: readonly string[]): Statement => ({
  name: 'flow_stand_of_frames',
  text: `
select distinct on (step.frame) ${columns}
from flow_step step left join job on job.id = step.child_job_id
where step.job_id = $1 and step.frame = any($2::text[]) and step.kind in ('phase', 'step_ended', 'attempt_failed')
order by step.frame, step.seq desc`,
  values: [jobId, frames],
});

/** How many children of containers have begun, ended well and failed, by the beginning of their keys. */
export type CountRow = { prefix: string; started: number; succeeded: number; failed: number };

/**
 * The key of a frame up to the index of its last part: what all children of a container have in common. The same text stands in the index of
 * the migration, which holds the beginnings and ends of frames alone.
 */
export const childrenOf = `regexp_replace(frame, '\\[\\d+\\]$', '[')`;

/** The index of a frame in its key, without a look at its row. */
export const indexIn = (prefix: string): string => `substr(frame, length(${prefix}) + 1, length(frame) - length(${prefix}) - 1)::integer`;

const isFrameEdge = `kind in ('frame_started', 'frame_ended')`;

/** Counts in the database: the rows of the iterations themselves are not read. */
export const countChildren = (jobId: string, prefixes: readonly string[]): Statement => ({
  name: 'flow_count_children',
  text: `
select prefix, counted.*
from unnest($2::text[]) as prefix cross join lateral (
  select count(*) filter (where kind = 'frame_started')::integer as started,
    count(*) filter (where kind = 'frame_ended' and "row"->>'status' <> 'failed')::integer as succeeded,
    count(*) filter (where kind = 'frame_ended' and "row"->>'status' = 'failed')::integer as failed
  from flow_step where job_id = $1 and ${isFrameEdge} and ${childrenOf} = prefix
) as counted`,
  values: [jobId, prefixes],
});

/** The row that opened the last attempt of a container, with the list that a loop goes over left where it is. */
export const lastOpened = (jobId: string, frame: string, step: string): Statement => ({
  name: 'flow_last_opened',
  text: `
select seq, "row"
from flow_step
where job_id = $1 and frame = $2 and step = $3 and kind = 'phase' and "row"->>'phase' = 'children' and "row"->'children' is not null
order by seq desc limit 1`,
  values: [jobId, frame, step],
});

/** An open wait, with the approval that it is for. */
export type OpenWaitRow = {
  place: string;
  kind: 'sleep' | 'retry' | 'approval' | 'event';
  opened_at: Date;
  due_at: Date | null;
  event_key: string | null;
  approval_id: string | null;
  waits_for: string[] | null;
};

/** What a run waits for now. A run of many parallel iterations may wait in each of them: more than anyone reads are left out. */
export const openWaits = (jobId: string): Statement => ({
  name: 'flow_open_waits',
  text: `
select wait.place, wait.kind, wait.opened_at, coalesce(wait.due_at, approval.expires_at) as due_at, wait.event_key, approval.id as approval_id, approval.waits_for
from wait left join approval_request approval on approval.wait_id = wait.id
where wait.job_id = $1 and wait.owner = 'flow' and wait.closed_at is null
order by wait.opened_at limit 500`,
  values: [jobId],
});
