import type { Auth } from '../access/core/auth.ts';
import { visiblePaths } from '../access/visible-paths.sql.ts';
import { decodeCursor } from '../common/page.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';
import type { RunBar } from '../items/versioned-item.contract.ts';
import type { RunnableKind, ScheduleProblem, ScheduleQuery, ScheduleTick, TickQuery } from './schedules.contract.ts';

/** A row of the list of schedules. */
export type ScheduleListRow = {
  path: string;
  summary: string;
  runnable_kind: RunnableKind;
  runnable_path: string;
  cron: string;
  timezone: string;
  is_enabled: boolean;
  paused_until: Date | null;
  version: number;
  run_as: string;
  updated_at: Date;
  next_at: Date | null;
  last_tick_at: Date | null;
  failing_count: number;
  failing_since: Date | null;
  problem: ScheduleProblem | null;
  runs: RunBar[] | null;
};

/** Bars of past runs that a row shows. */
const shownRuns = 20;

const states = { on: 's.is_enabled', off: 'not s.is_enabled', failing: '(s.failing_count > 0 or s.problem is not null)' } as const;

/** A page of the schedules that `auth` may read, by path, with the last runs of each. Fetches one row more than asked. */
export function listSchedules(auth: Auth, query: ScheduleQuery): Statement {
  const parameters = new Parameters();
  const conditions = [`s.workspace_id = ${parameters.add(auth.workspaceId)}`, visiblePaths(auth, 'schedules:read', 'schedule', 's.path', parameters)];
  if (query.folder) conditions.push(`starts_with(s.path, ${parameters.add(`${query.folder}/`)})`);
  if (query.target) conditions.push(`s.runnable_path = ${parameters.add(query.target)}`);
  if (query.state) conditions.push(states[query.state]);
  if (query.search) {
    const pattern = parameters.add(containing(query.search));
    conditions.push(`(s.path ilike ${pattern} or s.summary ilike ${pattern} or s.runnable_path ilike ${pattern})`);
  }
  const after = decodeCursor(query.after, ['text']);
  // Byte order, whatever the locale of the database: the cursor compares as the index sorts.
  if (after) conditions.push(`s.path collate "C" > ${parameters.add(after[0])}`);
  const text = `
with page as (
  select s.* from schedule s where ${conditions.join(' and ')} order by s.path collate "C" limit ${parameters.add(query.limit + 1)}
)
select page.path, page.summary, page.runnable_kind, page.runnable_path, page.cron, page.timezone, page.is_enabled, page.paused_until, page.version, page.run_as, page.updated_at, page.next_at,
  page.last_tick_at, page.failing_count, page.failing_since, page.problem, run.bars as runs
from page
left join lateral (
  select json_agg(json_build_object('id', last.job_id, 'status', last.status, 'duration_ms', last.duration_ms) order by last.tick_at, last.id) as bars
  from (
    select tick.id, tick.job_id, tick.tick_at, coalesce(tick.status, job.status, 'queued') as status, tick.duration_ms
    from schedule_tick tick left join job on job.id = tick.job_id and tick.status is null
    where tick.schedule_id = page.id and tick.outcome = 'ran' and tick.job_id is not null
    order by tick.tick_at desc, tick.id desc limit ${shownRuns}
  ) as last
) as run on true
order by page.path collate "C"`;
  return { text, values: parameters.values };
}

/** A tick of the past. `sort_key` is the time with all its digits, for the cursor. */
export type TickListRow = {
  id: string;
  kind: ScheduleTick['kind'];
  tick_at: Date;
  sort_key: string;
  through_at: Date | null;
  ticks: number;
  outcome: ScheduleTick['outcome'];
  reason: string | null;
  job_id: string | null;
  status: string | null;
  duration_ms: number | null;
  decided_at: Date;
};

/** A page of what became of the ticks of a schedule, newest first. A gap belongs to the time in which it began. */
export function listTicks(scheduleId: string, timezone: string, query: TickQuery): Statement {
  const parameters = new Parameters();
  const conditions = [`tick.schedule_id = ${parameters.add(scheduleId)}`];
  if (query.from) conditions.push(`coalesce(tick.through_at, tick.tick_at) >= ${parameters.add(query.from)}::timestamptz`);
  if (query.to) conditions.push(`tick.tick_at < ${parameters.add(query.to)}::timestamptz`);
  if (query.day) {
    const [day, zone] = [parameters.add(query.day), parameters.add(timezone)];
    conditions.push(`tick.tick_at >= (${day}::date::timestamp at time zone ${zone}) and tick.tick_at < ((${day}::date + 1)::timestamp at time zone ${zone})`);
  }
  if (query.outcome) conditions.push(query.outcome === 'ran' ? `tick.outcome = 'ran'` : `tick.outcome <> 'ran'`);
  const after = decodeCursor(query.after, ['time', 'id']);
  if (after) conditions.push(`(tick.tick_at, tick.id) < (${parameters.add(after[0])}::timestamptz, ${parameters.add(after[1])}::uuid)`);
  const text = `
select tick.id, tick.kind, tick.tick_at, tick.tick_at::text as sort_key, tick.through_at, tick.ticks, tick.outcome, tick.reason, tick.job_id, coalesce(tick.status, job.status) as status, tick.duration_ms, tick.decided_at
from schedule_tick tick left join job on job.id = tick.job_id and tick.status is null
where ${conditions.join(' and ')}
order by tick.tick_at desc, tick.id desc limit ${parameters.add(query.limit + 1)}`;
  return { text, values: parameters.values };
}

/** A day of the calendar, as far as it has passed. */
export type CalendarRow = { day: string; succeeded: number; failed: number; running: number; not_run: number };

/** How the ticks of each day ended, days as they are in the time zone of the schedule. */
export const listDays = (scheduleId: string, timezone: string, from: string, to: string): Statement => ({
  text: `
select to_char(tick.tick_at at time zone $2, 'YYYY-MM-DD') as day,
  count(*) filter (where tick.outcome = 'ran' and coalesce(tick.status, job.status) = 'succeeded')::integer as succeeded,
  count(*) filter (where tick.outcome = 'refused' or (tick.outcome = 'ran' and coalesce(tick.status, job.status) = 'failed'))::integer as failed,
  count(*) filter (where tick.outcome = 'ran' and job.status in ('queued', 'running', 'waiting'))::integer as running,
  coalesce(sum(tick.ticks) filter (where tick.outcome in ('skipped', 'missed', 'off') or coalesce(tick.status, job.status) in ('cancelled', 'skipped')), 0)::integer as not_run
from schedule_tick tick left join job on job.id = tick.job_id and tick.status is null
where tick.schedule_id = $1 and tick.tick_at >= ($3::date::timestamp at time zone $2) and tick.tick_at < (($4::date + 1)::timestamp at time zone $2)
group by 1 order by 1`,
  values: [scheduleId, timezone, from, to],
});

/** Ticks of a range that have a run. */
export const listRanTicks = (scheduleId: string, from: Date, to: Date): Statement => ({
  text: `select distinct tick_at from schedule_tick where schedule_id = $1 and outcome = 'ran' and kind in ('tick', 'backfill') and tick_at between $2 and $3`,
  values: [scheduleId, from, to],
});
