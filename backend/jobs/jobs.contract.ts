import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { Json, JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';
import { LanguageName, ScriptSettings } from '../scripts/scripts.contract.ts';
import { jobStatuses } from './core/job-status.ts';

export const JobStatusName = z.enum(jobStatuses).meta({ id: 'JobStatusName' });

/**
 * `script` and `flow` run a version, `preview` and `flow_preview` what is not deployed, `dependencies` resolves the imports of a deploy,
 * `task` runs a function of a workflow's script, `agent` and `agent_preview` run an agent.
 */
export const JobKind = z.enum(['script', 'preview', 'dependencies', 'task', 'flow', 'flow_preview', 'agent', 'agent_preview']).meta({ id: 'JobKind' });
export type JobKind = z.infer<typeof JobKind>;

/** Error of a failed job. */
export const JobError = z
  .object({
    code: z.string(),
    name: z.string(),
    message: z.string(),
    stack: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    exit_code: z.number().int().optional(),
    step_id: z.string().optional().describe('Step of a flow where it began'),
  })
  .meta({ id: 'JobError' });
export type JobError = z.infer<typeof JobError>;

/** Why a job that is not running waits, in words and as data. */
export const WaitingFor = z
  .object({
    reason: z.enum(['worker', 'no_worker_for_tag', 'concurrency', 'rate', 'debounce', 'schedule', 'retry', 'child', 'approval', 'sleep', 'event']),
    message: z.string().describe('One sentence: what it waits for, since when, and what helps'),
    until: Timestamp.nullable(),
    holders: z.array(z.object({ job_id: z.uuid(), since: Timestamp.nullable() })).describe('Jobs that hold the slots it waits for'),
  })
  .meta({ id: 'WaitingFor' });
export type WaitingFor = z.infer<typeof WaitingFor>;

/** A job without its large parts, as lists show it. */
export const JobRow = z
  .object({
    id: z.uuid(),
    kind: JobKind,
    path: z.string(),
    entry: z.string().nullable().describe('Function of the script that runs instead of main: a task of a workflow'),
    version: z.number().int().nullable(),
    language: LanguageName.nullable(),
    status: JobStatusName,
    created_by: z.string(),
    run_as: z.string(),
    trigger_kind: z.string().describe('Through what it was asked for: form, api, webhook, editor, job, schedule, app, agent, mcp, deploy, rerun or flow'),
    trigger_path: z.string().nullable().describe('The schedule that asked for it, or the place in the flow that it is a step of'),
    tag: z.string(),
    parent_id: z.uuid().nullable(),
    root_id: z.uuid().nullable(),
    attempt: z.number().int(),
    worker: z.string().nullable(),
    progress: z.number().int().nullable(),
    created_at: Timestamp,
    scheduled_for: Timestamp,
    started_at: Timestamp.nullable(),
    ended_at: Timestamp.nullable(),
    error_code: z.string().nullable(),
    is_at_work: z.boolean().describe('A step of it runs or is queued, while the job itself is `waiting`: it waits for nothing from outside'),
  })
  .meta({ id: 'JobRow' });
export type JobRow = z.infer<typeof JobRow>;

/** A whole job. Secret arguments are masked as `{"$secret": true}`. */
export const Job = JobRow.extend({
  args: JsonObject,
  result: Json.nullable(),
  result_size: z.number().int().nullable().describe('Bytes; a result over 256 KB comes from `GET /jobs/:id/result`'),
  has_result: z.boolean(),
  is_workflow: z.boolean().describe('Its steps are recorded: see `GET /jobs/:id/workflow`'),
  error: JobError.nullable(),
  settings: ScriptSettings,
  waiting_for: WaitingFor.nullable(),
  cancelled_by: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  merged_into: z.uuid().nullable(),
  trace_id: z.string(),
  starting_ms: z
    .number()
    .int()
    .nullable()
    .describe('From `started_at` to the first line of code, of the last attempt; null where the process was there already'),
  attempts: z.array(
    z.object({ attempt: z.number().int(), worker: z.string().nullable(), started_at: Timestamp.nullable(), ended_at: Timestamp, error: JobError.nullable() }),
  ),
  children: z.array(z.object({ id: z.uuid(), path: z.string(), status: JobStatusName })),
  may_cancel: z.boolean(),
  may_edit: z.boolean(),
  schema: JsonObject.nullable().describe('Schema of the arguments as of the version that ran'),
}).meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

export const JobQuery = PageQuery.extend({
  path: z.string().max(255).optional(),
  folder: z.string().max(80).optional(),
  status: z.string().max(200).optional().describe('One or more, with commas'),
  kind: JobKind.optional(),
  user: z.string().max(80).optional(),
  tag: z.string().max(60).optional(),
  worker: z.string().max(120).optional(),
  parent: z.uuid().optional(),
  root: z.uuid().optional(),
  trigger: z.string().max(40).optional(),
  level: z.enum(['all', 'top']).optional().describe('`top`: without what other runs have started, such as the steps of flows'),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  text: z.string().max(200).optional().describe('Text in arguments or result'),
});
export type JobQuery = z.infer<typeof JobQuery>;

/** Query parameters of every run endpoint. */
export const RunQuery = z.object({
  idempotency_key: z.string().min(1).max(200).optional().describe('The same key gives the same job; also as header `Idempotency-Key`'),
  scheduled_for: Timestamp.optional(),
  scheduled_in_s: z.coerce.number().min(0).max(31_536_000).optional(),
  tag: z.string().max(60).optional(),
  timeout_s: z.coerce.number().min(1).max(604_800).optional(),
  priority: z.coerce.number().int().min(-100).max(100).optional(),
  parent_job: z.uuid().optional(),
  version: z.coerce.number().int().min(1).optional(),
  wait_s: z.coerce.number().min(1).max(600).optional().describe('How long run_wait_result waits; default 60'),
});
export type RunQuery = z.infer<typeof RunQuery>;

/** With `wait_s` the result is waited for, and the answer is that of `run_wait_result`. */
export const ResultQuery = z.object({ wait_s: z.coerce.number().min(1).max(600).optional() });
export type ResultQuery = z.infer<typeof ResultQuery>;

/** Runs code that is not deployed. */
export const RunPreview = z
  .object({
    language: LanguageName,
    content: z.string().max(1_000_000),
    args: JsonObject.default({}),
    path: z.union([z.literal(''), ItemPath]).default(''),
    settings: ScriptSettings.default({}),
  })
  .strict()
  .meta({ id: 'RunPreview' });
export type RunPreview = z.infer<typeof RunPreview>;

export const RunBatch = z
  .object({ args: z.array(JsonObject).min(1).max(10_000) })
  .strict()
  .meta({ id: 'RunBatch' });
export type RunBatch = z.infer<typeof RunBatch>;

/** Bulk actions name the jobs, or all that match a filter (at most 10,000). */
export const BulkJobs = z
  .object({ ids: z.array(z.uuid()).min(1).max(10_000), reason: z.string().max(300).default('') })
  .strict()
  .meta({ id: 'BulkJobs' });
export type BulkJobs = z.infer<typeof BulkJobs>;
export const BulkResult = z
  .object({ done: z.array(z.uuid()), refused: z.array(z.object({ id: z.uuid(), code: z.string(), message: z.string() })) })
  .meta({ id: 'BulkResult' });
export type BulkResult = z.infer<typeof BulkResult>;

export const CancelJob = z
  .object({ reason: z.string().max(300).default('') })
  .strict()
  .meta({ id: 'CancelJob' });
export type CancelJob = z.infer<typeof CancelJob>;

/** `args` absent: the same arguments. */
export const RerunJob = z
  .object({ args: JsonObject.optional(), version: z.enum(['same', 'newest']).default('same') })
  .strict()
  .meta({ id: 'RerunJob' });
export type RerunJob = z.infer<typeof RerunJob>;

export const LogChunk = z.object({ seq: z.number().int(), text: z.string() }).meta({ id: 'LogChunk' });
export const JobLog = z.object({ chunks: z.array(LogChunk), next_seq: z.number().int(), is_complete: z.boolean() }).meta({ id: 'JobLog' });
export type JobLog = z.infer<typeof JobLog>;

/** Counts for the head of the Runs page and the rail. */
export const JobCounts = z.object({ running: z.number().int(), queued: z.number().int(), waiting: z.number().int() }).meta({ id: 'JobCounts' });
export type JobCounts = z.infer<typeof JobCounts>;

/** One point of the duration chart: a job. */
export const DurationPoint = z
  .object({ id: z.uuid(), path: z.string(), status: JobStatusName, started_at: Timestamp, duration_ms: z.number(), queued_ms: z.number() })
  .meta({ id: 'DurationPoint' });
export type DurationPoint = z.infer<typeof DurationPoint>;

export const SetProgress = z
  .object({ percent: z.number().int().min(0).max(100) })
  .strict()
  .meta({ id: 'SetProgress' });
export type SetProgress = z.infer<typeof SetProgress>;
