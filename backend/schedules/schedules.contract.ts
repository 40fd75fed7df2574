import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';
import { RunBar } from '../items/versioned-item.contract.ts';
import { Retry } from '../scripts/scripts.contract.ts';
import { catchUps } from './core/decide-ticks.ts';

/** Kinds of things that a schedule can run. */
export const RunnableKind = z.enum(['script', 'flow', 'agent']).meta({ id: 'RunnableKind' });
export type RunnableKind = z.infer<typeof RunnableKind>;

/** What is run: any runnable by its path. */
export const RunnableTarget = z
  .object({ kind: RunnableKind.default('script'), path: ItemPath })
  .strict()
  .meta({ id: 'RunnableTarget' });
export type RunnableTarget = z.infer<typeof RunnableTarget>;

const times = z.number().int().min(1).max(1000).default(1);
const more = JsonObject.default({}).describe(
  'Arguments beside those that every handler gets: path, schedule_path, job_id, status, error, started_at, failed_times',
);

/** Run when runs fail: at the `times`th failure in a row, and at each one after it unless `exactly`. */
export const FailureHandler = z
  .object({ target: RunnableTarget, args: more, times, exactly: z.boolean().default(false) })
  .strict()
  .meta({ id: 'FailureHandler' });
export type FailureHandler = z.infer<typeof FailureHandler>;
/** Run when it works again after a failure that was told: at the `times`th success in a row. */
export const RecoveryHandler = z.object({ target: RunnableTarget, args: more, times }).strict().meta({ id: 'RecoveryHandler' });
export type RecoveryHandler = z.infer<typeof RecoveryHandler>;
/** Run after every success. */
export const SuccessHandler = z.object({ target: RunnableTarget, args: more }).strict().meta({ id: 'SuccessHandler' });
export type SuccessHandler = z.infer<typeof SuccessHandler>;
/** An e-mail when it begins to fail, and when it works again. */
export const AlertEmail = z
  .object({ resource: ItemPath.describe('Of type smtp'), to: z.array(z.email().max(254)).min(1).max(20), times })
  .strict()
  .meta({ id: 'AlertEmail' });
export type AlertEmail = z.infer<typeof AlertEmail>;

/** Why the last tick, handler or message did not come about. */
export const ScheduleProblem = z.object({ at: Timestamp, code: z.string(), message: z.string() }).meta({ id: 'ScheduleProblem' });
export type ScheduleProblem = z.infer<typeof ScheduleProblem>;

const scheduleFields = {
  summary: z.string().max(300).default(''),
  description: z.string().max(20_000).default(''),
  target: RunnableTarget,
  args: JsonObject.default({}),
  cron: z.string().min(1).max(200).describe('Five fields, or six with seconds first'),
  timezone: z.string().min(1).max(60).default('UTC').describe('A name such as Europe/Berlin'),
  enabled: z.boolean().default(true),
  no_overlap: z.boolean().default(false).describe('Skip a tick while the run before it is not over'),
  catch_up: z.enum(catchUps).default('last').describe('What happens to ticks that were missed while nothing ran: none of them, the last one, all of them'),
  catch_up_limit: z.number().int().min(1).max(1000).default(100).describe('With catch_up "all": the newest so many'),
  jitter_s: z.number().int().min(0).max(3600).default(0).describe('Each run starts up to so many seconds after its tick'),
  paused_until: Timestamp.nullable().default(null),
  retry: Retry.nullable().default(null).describe('Instead of what the script itself says'),
  tag: z
    .string()
    .max(60)
    .regex(/^[A-Za-z0-9_.:-]+$/)
    .nullable()
    .default(null),
  on_failure: FailureHandler.nullable().default(null),
  on_recovery: RecoveryHandler.nullable().default(null),
  on_success: SuccessHandler.nullable().default(null),
  alert_email: AlertEmail.nullable().default(null),
};

/** The body of a save: the file form of a schedule. */
export const PutSchedule = z
  .object({ ...scheduleFields, if_version: z.number().int().min(0).optional().describe('0: must not exist yet; otherwise the version that is replaced') })
  .strict()
  .meta({ id: 'PutSchedule' });
export type PutSchedule = z.infer<typeof PutSchedule>;

const state = {
  path: ItemPath,
  version: z.number().int(),
  run_as: z.string().describe('Who wrote it last: its runs act as this person'),
  updated_at: Timestamp,
  my_level: z.enum(['read', 'write', 'owner']),
  next_at: Timestamp.nullable(),
  last_tick_at: Timestamp.nullable(),
  failing_count: z.number().int().describe('Failures in a row'),
  failing_since: Timestamp.nullable(),
  problem: ScheduleProblem.nullable(),
};

/** A whole schedule. */
export const Schedule = z
  .object({ ...scheduleFields, ...state, created_by: z.string(), next_runs: z.array(Timestamp).describe('The next five ticks') })
  .meta({ id: 'Schedule' });
export type Schedule = z.infer<typeof Schedule>;

/** A schedule as lists show it. */
export const ScheduleRow = z
  .object({
    ...state,
    summary: z.string(),
    target: RunnableTarget,
    cron: z.string(),
    timezone: z.string(),
    enabled: z.boolean(),
    paused_until: Timestamp.nullable(),
    runs: z.array(RunBar).describe('Last 20, newest last'),
  })
  .meta({ id: 'ScheduleRow' });
export type ScheduleRow = z.infer<typeof ScheduleRow>;

export const ScheduleQuery = PageQuery.extend({
  folder: z.string().max(80).optional(),
  search: z.string().max(200).optional(),
  target: z.string().max(255).optional().describe('Only schedules that run this path'),
  state: z.enum(['on', 'off', 'failing']).optional(),
});
export type ScheduleQuery = z.infer<typeof ScheduleQuery>;

/** Asks when an expression would run. */
export const PreviewSchedule = z
  .object({
    cron: z.string().min(1).max(200),
    timezone: z.string().min(1).max(60).default('UTC'),
    after: Timestamp.optional(),
    count: z.number().int().min(1).max(100).default(5),
  })
  .strict()
  .meta({ id: 'PreviewSchedule' });
export type PreviewSchedule = z.infer<typeof PreviewSchedule>;
export const SchedulePreview = z
  .object({ runs: z.array(Timestamp), words: z.string().describe('The expression as a sentence') })
  .meta({ id: 'SchedulePreview' });
export type SchedulePreview = z.infer<typeof SchedulePreview>;

/** Runs the ticks of a past range, oldest first, as the caller. */
export const BackfillSchedule = z
  .object({
    from: Timestamp,
    to: Timestamp,
    max: z.number().int().min(1).max(1000).default(100),
    include_ran: z.boolean().default(false).describe('Also ticks that have a run already'),
    dry_run: z.boolean().default(false).describe('Only count'),
  })
  .strict()
  .meta({ id: 'BackfillSchedule' });
export type BackfillSchedule = z.infer<typeof BackfillSchedule>;
export const BackfillResult = z
  .object({
    runs: z.array(z.object({ at: Timestamp, job_id: z.uuid().nullable() })),
    left: z.number().int().describe('Ticks of the range beyond max, counted up to 5,000'),
    already_ran: z.number().int().describe('Ticks of the range that have a run'),
  })
  .meta({ id: 'BackfillResult' });
export type BackfillResult = z.infer<typeof BackfillResult>;

/** One tick of the past, or several together in which nothing ran. */
export const ScheduleTick = z
  .object({
    id: z.uuid(),
    kind: z.enum(['tick', 'backfill', 'manual']),
    at: Timestamp,
    through: Timestamp.nullable(),
    ticks: z.number().int().describe('How many ticks it stands for; counted up to 1,000'),
    outcome: z.enum(['ran', 'skipped', 'refused', 'missed', 'off']),
    reason: z.string().nullable(),
    job_id: z.uuid().nullable(),
    status: z.string().nullable(),
    duration_ms: z.number().nullable(),
    decided_at: Timestamp,
  })
  .meta({ id: 'ScheduleTick' });
export type ScheduleTick = z.infer<typeof ScheduleTick>;
export const TickQuery = PageQuery.extend({
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  outcome: z.enum(['ran', 'not_ran']).optional(),
  day: z.iso.date().optional().describe('In the time zone of the schedule'),
});
export type TickQuery = z.infer<typeof TickQuery>;

/** Days from `from` to `to`, both in the time zone of the schedule. */
export const CalendarQuery = z.object({ from: z.iso.date(), to: z.iso.date() });
export type CalendarQuery = z.infer<typeof CalendarQuery>;
export const CalendarDay = z
  .object({
    day: z.string(),
    succeeded: z.number().int(),
    failed: z.number().int(),
    running: z.number().int(),
    not_run: z.number().int(),
    planned: z.number().int().describe('Ticks still to come, counted up to 1,000'),
  })
  .meta({ id: 'CalendarDay' });
export type CalendarDay = z.infer<typeof CalendarDay>;
export const ScheduleCalendar = z.object({ items: z.array(CalendarDay) }).meta({ id: 'ScheduleCalendar' });
export type ScheduleCalendar = z.infer<typeof ScheduleCalendar>;
