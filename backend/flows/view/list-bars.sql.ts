import type { Statement } from '../../database/database.ts';

/** Bars of one answer. */
export const mostBars = 2000;

/** The attempts of a run with their jobs, from its beginning, by the primary key of the record; one more than shown tells that there are more. */
export const listJobBars = (jobId: string): Statement => ({
  name: 'flow_job_bars',
  text: `
select step.frame, step.step, step.attempt, job.id as job_id, job.status, job.created_at, job.scheduled_for, job.started_at, job.starting_ms, job.ended_at
from flow_step step join job on job.id = step.child_job_id
where step.job_id = $1 and step.kind = 'phase' and step.child_job_id is not null and not step.is_reused
order by step.seq limit ${mostBars + 1}`,
  values: [jobId],
});

/** What a run has waited for without a worker, from its beginning. */
export const listWaitBars = (jobId: string): Statement => ({
  name: 'flow_wait_bars',
  text: `
select place, kind, opened_at, closed_at, ending->>'by' as ended_by, ending->>'outcome' as outcome
from wait where job_id = $1 and owner = 'flow'
order by opened_at limit ${mostBars + 1}`,
  values: [jobId],
});
