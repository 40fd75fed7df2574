import type { Statement } from '../database/database.ts';
import type { ScheduleTickEntity } from './schedule.entity.ts';

/** What a decision needs of a schedule while it holds it: the clock of the database, and whether a run of it is not over. */
export type LockedSchedule = { revision: number; now: Date; is_running: boolean };

/** Keeps a schedule until the transaction ends. */
export const lockSchedule = (id: string): Statement => ({
  text: `
select revision, clock_timestamp() as now, exists (
  select 1 from schedule_tick tick join job on job.id = tick.job_id
  where tick.schedule_id = schedule.id and tick.status is null and job.status in ('queued', 'running', 'waiting')
) as is_running
from schedule where id = $1 for update`,
  values: [id],
});

/** A tick that is about to be written. */
export type NewTick = Pick<ScheduleTickEntity, 'id' | 'kind' | 'tickAt' | 'throughAt' | 'ticks' | 'outcome' | 'reason' | 'jobId'>;

/** Writes what became of ticks. A tick that was decided before stays as it is. */
export const insertTicks = (scheduleId: string, ticks: readonly NewTick[]): Statement => ({
  text: `
insert into schedule_tick (id, schedule_id, kind, tick_at, through_at, ticks, outcome, reason, job_id)
select id, $1, kind, tick_at, through_at, ticks, outcome, reason, job_id
from json_to_recordset($2::json) as row(id uuid, kind text, tick_at timestamptz, through_at timestamptz, ticks integer, outcome text, reason text, job_id uuid)
on conflict do nothing`,
  values: [
    scheduleId,
    JSON.stringify(ticks.map(({ tickAt, throughAt, jobId, ...tick }) => ({ ...tick, tick_at: tickAt, through_at: throughAt, job_id: jobId }))),
  ],
});

/** A tick whose end is not counted yet, with how its job ended. */
export type OpenTick = {
  id: string;
  schedule_id: string;
  kind: string;
  tick_at: Date;
  outcome: string;
  reason: string | null;
  job_id: string | null;
  /** Runs that were made for it so far. */
  tries: number;
  job_kind: string | null;
  job_status: string | null;
  job_error: Record<string, unknown> | null;
  job_root_id: string | null;
  started_at: Date | null;
  ended_at: Date | null;
};

/** Finds the tick of a job, or a tick by its id, while its end is not counted. */
export const openTick = (by: { jobId: string } | { tickId: string }): Statement => ({
  text: `
select tick.id, tick.schedule_id, tick.kind, tick.tick_at, tick.outcome, tick.reason, tick.job_id, tick.tries, job.kind as job_kind, job.status as job_status, job.error as job_error, job.root_id as job_root_id, job.started_at, job.ended_at
from schedule_tick tick left join job on job.id = tick.job_id
where ${'jobId' in by ? 'tick.job_id' : 'tick.id'} = $1 and tick.status is null`,
  values: ['jobId' in by ? by.jobId : by.tickId],
});

/** Goes on with another run, unless somebody else has done so; gives a row only then. */
export const nextTry = (id: string, failedJobId: string, jobId: string): Statement => ({
  text: 'update schedule_tick set job_id = $3, tries = tries + 1 where id = $1 and job_id = $2 and status is null returning id',
  values: [id, failedJobId, jobId],
});

/** Counts the end of a tick; gives a row only the first time. */
export const endTick = (id: string, status: string, durationMs: number | null): Statement => ({
  text: 'update schedule_tick set status = $2, duration_ms = $3 where id = $1 and status is null returning id',
  values: [id, status, durationMs],
});

/** Ticks that are kept of each schedule however old they are. */
const keptTicks = 50;

/** Deletes a batch of ticks that are older than the runs that are kept, but never the last ones of a schedule. */
export const forgetTicks = (days: number, batchSize: number): Statement => ({
  text: `
delete from schedule_tick where id in (
  select old.id from schedule_tick old
  where old.decided_at < now() - make_interval(days => $1)
    and (select count(*) from (select 1 from schedule_tick newer where newer.schedule_id = old.schedule_id and newer.tick_at > old.tick_at limit ${keptTicks}) as newer) = ${keptTicks}
  limit $2)
returning id`,
  values: [days, batchSize],
});
