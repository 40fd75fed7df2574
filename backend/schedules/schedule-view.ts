import type { Auth } from '../access/core/auth.ts';
import { myLevel } from '../items/my-level.ts';
import { readCron } from './core/cron.ts';
import type { ScheduleListRow, TickListRow } from './list-schedules.sql.ts';
import type { ScheduleEntity } from './schedule.entity.ts';
import type { Schedule, ScheduleRow, ScheduleTick } from './schedules.contract.ts';

/** Ticks that a schedule tells of the future. */
const shownRuns = 5;

/** A schedule for whoever may read it. */
export function toSchedule(auth: Auth, entity: ScheduleEntity): Schedule {
  return { ...definitionOf(entity), ...stateOf(auth, entity), created_by: entity.createdBy, next_runs: nextRuns(entity) };
}

/** What was saved, in the form in which it was. */
export function definitionOf(entity: ScheduleEntity) {
  return {
    summary: entity.summary,
    description: entity.description,
    target: { kind: entity.runnableKind, path: entity.runnablePath },
    args: entity.args,
    cron: entity.cron,
    timezone: entity.timezone,
    enabled: entity.isEnabled,
    no_overlap: entity.noOverlap,
    catch_up: entity.catchUp,
    catch_up_limit: entity.catchUpLimit,
    jitter_s: entity.jitterSeconds,
    paused_until: entity.pausedUntil?.toISOString() ?? null,
    retry: entity.retry,
    tag: entity.tag,
    on_failure: entity.onFailure,
    on_recovery: entity.onRecovery,
    on_success: entity.onSuccess,
    alert_email: entity.alertEmail,
  };
}

/** A row of a list. */
export function toScheduleRow(auth: Auth, row: ScheduleListRow): ScheduleRow {
  return {
    path: row.path,
    version: row.version,
    run_as: row.run_as,
    updated_at: row.updated_at.toISOString(),
    my_level: myLevel(auth, 'schedule', row.path),
    next_at: row.next_at?.toISOString() ?? null,
    last_tick_at: row.last_tick_at?.toISOString() ?? null,
    failing_count: row.failing_count,
    failing_since: row.failing_since?.toISOString() ?? null,
    problem: row.problem,
    summary: row.summary,
    target: { kind: row.runnable_kind, path: row.runnable_path },
    cron: row.cron,
    timezone: row.timezone,
    enabled: row.is_enabled,
    paused_until: row.paused_until?.toISOString() ?? null,
    runs: row.runs ?? [],
  };
}

/** A tick of the past. */
export function toScheduleTick(row: TickListRow): ScheduleTick {
  return {
    id: row.id,
    kind: row.kind,
    at: row.tick_at.toISOString(),
    through: row.through_at?.toISOString() ?? null,
    ticks: row.ticks,
    outcome: row.outcome,
    reason: row.reason,
    job_id: row.job_id,
    status: row.status,
    duration_ms: row.duration_ms,
    decided_at: row.decided_at.toISOString(),
  };
}

function stateOf(auth: Auth, entity: ScheduleEntity) {
  return {
    path: entity.path,
    version: entity.version,
    run_as: entity.runAs,
    updated_at: entity.updatedAt.toISOString(),
    my_level: myLevel(auth, 'schedule', entity.path),
    next_at: entity.nextAt?.toISOString() ?? null,
    last_tick_at: entity.lastTickAt?.toISOString() ?? null,
    failing_count: entity.failingCount,
    failing_since: entity.failingSince?.toISOString() ?? null,
    problem: entity.problem,
  };
}

function nextRuns({ nextAt, cron, timezone }: ScheduleEntity): string[] {
  if (!nextAt) return [];
  return [nextAt, ...readCron(cron, timezone).nextRuns(nextAt, shownRuns - 1)].map((date) => date.toISOString());
}
