import type { Statement } from '../../database/database.ts';
import type { StepRow } from '../core/rows.ts';
import { childrenOf, indexIn } from './read-flow-rows.sql.ts';

/** Where the result of a row lies in the end: with a job, or in the row itself (`held`, as JSON text). */
export type ResultRow = { origin: number; row: StepRow; result_job_id: string | null; held: string | null };

/** The last end of a step in a frame. */
export const endOfStep = (jobId: string, frame: string, step: string): Statement => ({
  name: 'flow_end_of_step',
  text: `select seq from flow_step where job_id = $1 and frame = $2 and step = $3 and kind = 'step_ended' order by seq desc limit 1`,
  values: [jobId, frame, step],
});

/** The ends of the frames below a container from an index on, in the order of the index. */
export const endsOfFrames = (jobId: string, prefix: string, from: number, limit: number): Statement => ({
  name: 'flow_ends_of_frames',
  text: `
select seq, ${indexIn('$2')} as index
from flow_step
where job_id = $1 and kind in ('frame_started', 'frame_ended') and ${childrenOf} = $2 and kind = 'frame_ended' and ${indexIn('$2')} >= $3
order by index limit $4`,
  values: [jobId, prefix, from, limit],
});

/** Follows rows to where their results lie: a row may point to another one of the same run, and that to another. */
export const resultRows = (jobId: string, seqs: readonly number[]): Statement => ({
  name: 'flow_result_rows',
  text: `
with recursive chain as (
  select seq as origin, "row", result_job_id, result_seq, held from flow_step where job_id = $1 and seq = any($2::integer[])
  union all
  select chain.origin, next."row", next.result_job_id, next.result_seq, next.held
  from chain join flow_step next on next.job_id = $1 and next.seq = chain.result_seq where chain.result_job_id is null
)
select origin, "row", result_job_id, held::text as held from chain where result_job_id is not null or result_seq is null`,
  values: [jobId, seqs],
});
