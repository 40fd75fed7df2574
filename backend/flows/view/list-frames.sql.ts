import type { Statement } from '../../database/database.ts';
import { Parameters } from '../../database/parameters.ts';
import type { FlowStepStatus } from '../flow-runs.contract.ts';
import type { StepRow } from '../core/rows.ts';
import { childrenOf, indexIn, type FlowStepRow } from './read-flow-rows.sql.ts';

/** A frame of a page: its beginning, its end if it has one, and the row that says where it stands. */
export type FrameRow = Omit<FlowStepRow, 'row' | 'seq'> & {
  frame: string;
  index: number;
  rank: number;
  ended_at: Date | null;
  end_row: StepRow | null;
  stand_row: StepRow | null;
  started_at: Date;
};

/** Which page of which frames. `isAlive`: the step that contains them is at work. */
export type FramesAsked = {
  jobId: string;
  prefix: string;
  isAlive: boolean;
  status: FlowStepStatus | undefined;
  from: number | undefined;
  after: readonly [rank: number, index: number] | null;
  limit: number;
};

/** Where a frame stands: its last row that says so, with the job of that row. */
const standOf = (jobId: string, frame: string): string => `
left join lateral (
  select step."row", step.child_job_id, step.created_at, step.is_reused, job.status as job_status, job.created_at as job_created_at, job.scheduled_for as job_scheduled_for,
    job.started_at as job_started_at, job.ended_at as job_ended_at
  from flow_step step left join job on job.id = step.child_job_id
  where step.job_id = ${jobId} and step.frame = ${frame}.frame and step.kind in ('phase', 'step_ended', 'attempt_failed')
  order by step.seq desc limit 1
) stand on ${frame}.end_row is null`;

/** As {@link statusOfFrame}, for frames that have not ended: only there a filter has to know more than the end. */
const liveStatus = `case
  when stand."row"->>'phase' in ('event', 'retry_wait', 'approval', 'sleep') then 'waiting'
  when stand."row"->>'phase' = 'job' and stand.job_status = 'queued' then
    case when stand.job_scheduled_for - stand.job_created_at > interval '50 milliseconds' then 'waiting' else 'queued' end
  else 'running' end`;

/** The condition of a filter, over `started` joined with `ended`; `null` where the place of each frame has to be known for it. */
function endCondition(status: FlowStepStatus, isAlive: boolean): string | null {
  switch (status) {
    case 'succeeded':
      return `end_row is not null and end_row->>'status' <> 'failed'`;
    case 'failed':
      return `end_row->>'status' = 'failed' and end_row->>'isTolerated' <> 'true'`;
    case 'continued':
      return `end_row->>'status' = 'failed' and end_row->>'isTolerated' = 'true'`;
    case 'cancelled':
      return isAlive ? 'false' : 'end_row is null';
    case 'skipped':
      return 'false';
    default:
      return isAlive ? null : 'false';
  }
}

/**
 * A page of the frames below a step. Begins and ends come from an index of their own in one pass (a join of them would be as slow as the planner is
 * wrong about a run that grows), and the rows of the iterations are read for the frames of the page alone; only a filter for what is running looks at every frame that has not ended.
 */
export function listFrames({ jobId, prefix, isAlive, status, from, after, limit }: FramesAsked): Statement {
  const parameters = new Parameters();
  const [job, children] = [parameters.add(jobId), parameters.add(prefix)];
  const rank = from === undefined ? `case when end_row->>'status' = 'failed' then 0 else 1 end` : '0';
  const condition = status === undefined ? 'true' : endCondition(status, isAlive);
  const isByPlace = condition === null;
  const kept = [condition ?? `end_row is null and ${liveStatus} = ${parameters.add(status)}`];
  if (from !== undefined) kept.push(`frame.index >= ${parameters.add(from)}`);
  if (after) kept.push(`(frame.rank, frame.index) > (${parameters.add(after[0])}::integer, ${parameters.add(after[1])}::integer)`);
  const text = `
with edge as (
  select frame, min(created_at) filter (where kind = 'frame_started') as started_at, min(created_at) filter (where kind = 'frame_ended') as ended_at,
    (array_agg("row") filter (where kind = 'frame_ended'))[1] as end_row
  from flow_step where job_id = ${job} and kind in ('frame_started', 'frame_ended') and ${childrenOf} = ${children}
  group by frame
), frame as (
  select frame, ${indexIn(children)} as index, ${rank} as rank, started_at, ended_at, end_row from edge where started_at is not null
), page as (
  select frame.* from frame ${isByPlace ? standOf(job, 'frame') : ''}
  where ${kept.join(' and ')}
  order by frame.rank, frame.index
  limit ${parameters.add(limit + 1)}
)
select page.*, stand."row" as stand_row, stand.child_job_id, stand.created_at, stand.is_reused, stand.job_status, stand.job_created_at, stand.job_scheduled_for, stand.job_started_at, stand.job_ended_at
from page ${standOf(job, 'page')}
order by page.rank, page.index`;
  return { text, values: parameters.values };
}

/** Longest item of a loop that is shown whole; of a longer one so much of its text. */
const longestItem = 2000;
const shownOfItem = 200;

/** What a loop goes over at an index, as JSON text; the beginning of it where it is long. */
export type ItemRow = { index: number; item: string; is_cut: boolean };

/** Items of a loop at some indices, from the list in the row that opened it: it is read once for a page. */
export const readItems = (jobId: string, seq: number, indices: readonly number[]): Statement => ({
  name: 'flow_read_items',
  text: `
select (position - 1)::integer as index, case when length(item::text) > ${longestItem} then left(item::text, ${shownOfItem}) else item::text end as item, length(item::text) > ${longestItem} as is_cut
from flow_step, json_array_elements(case when json_typeof(held) = 'array' then held else '[]' end) with ordinality as element(item, position)
where job_id = $1 and seq = $2 and position - 1 = any($3::bigint[])`,
  values: [jobId, seq, indices],
});
