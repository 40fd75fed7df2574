import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { Json, JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';
import { JobError } from '../jobs/jobs.contract.ts';
import { FlowValue } from './flow.contract.ts';

/** How a step, an iteration or a branch stands. `waiting` waits for a time, a decision or an event; `continued` failed, and the flow went on. */
export const FlowStepStatus = z
  .enum(['queued', 'running', 'waiting', 'succeeded', 'failed', 'continued', 'skipped', 'cancelled'])
  .meta({ id: 'FlowStepStatus' });
export type FlowStepStatus = z.infer<typeof FlowStepStatus>;

/** A failure of a step, with the step where it began. */
export const FlowStepError = JobError.partial().extend({ step_id: z.string().optional() }).meta({ id: 'FlowStepError' });
export type FlowStepError = z.infer<typeof FlowStepError>;

/** What a step waits for. */
export const FlowStepWait = z
  .object({
    kind: z.enum(['sleep', 'retry', 'approval', 'event']),
    since: Timestamp,
    until: Timestamp.nullable(),
    event_key: z.string().nullable(),
    approval_id: z.uuid().nullable(),
    approvers: z.array(z.string()).describe('Who may decide, such as g/finance'),
    next_attempt: z.number().int().nullable().describe('The attempt that comes after the pause'),
    most_attempts: z.number().int().nullable(),
    message: z.string().describe('One sentence, such as "Waiting for approval by g/finance until 14:00 UTC"'),
  })
  .meta({ id: 'FlowStepWait' });
export type FlowStepWait = z.infer<typeof FlowStepWait>;

/** How far a loop or a branch step is. `total` is null where only the conditions of a while loop know. */
export const FlowStepChildren = z
  .object({
    kind: z.enum(['iterations', 'branches']),
    total: z.number().int().nullable(),
    started: z.number().int(),
    succeeded: z.number().int(),
    failed: z.number().int(),
    is_parallel: z.boolean(),
    chosen_branch: z.string().nullable().describe('Index of the branch that branchone or switch took, or `default`'),
  })
  .meta({ id: 'FlowStepChildren' });
export type FlowStepChildren = z.infer<typeof FlowStepChildren>;

/** One step in one frame, as it stands; the steps that were not reached yet are absent. */
export const FlowRunStep = z
  .object({
    frame: z.string().describe('Where the step ran: empty for the flow itself, `/loop[3]` for an iteration'),
    step: z.string(),
    status: FlowStepStatus,
    attempt: z.number().int(),
    job_id: z.uuid().nullable().describe('Job of the last attempt; logs are read there'),
    attempts: z.array(z.object({ attempt: z.number().int(), job_id: z.uuid().nullable(), status: FlowStepStatus, error: FlowStepError.nullable() })),
    started_at: Timestamp.nullable(),
    ended_at: Timestamp.nullable(),
    error: FlowStepError.nullable(),
    has_result: z.boolean(),
    is_reused: z.boolean().describe('Taken over from the run that this one restarts, or from the cache'),
    wait: FlowStepWait.nullable(),
    children: FlowStepChildren.nullable(),
  })
  .meta({ id: 'FlowRunStep' });
export type FlowRunStep = z.infer<typeof FlowRunStep>;

/** A flow run without its iterations: what the graph draws. Rights are those of its job. */
export const FlowRun = z
  .object({
    job_id: z.uuid(),
    path: z.string(),
    version: z.number().int().nullable(),
    value: FlowValue.describe('The flow as it was when the run started'),
    restarted_from: z.object({ job_id: z.uuid(), frame: z.string(), step: z.string() }).nullable(),
    restarts: z.array(z.object({ job_id: z.uuid(), step: z.string(), created_at: Timestamp })).describe('Runs that took over from this one, the newest first'),
    next_seq: z.number().int().describe('Grows with every change'),
    steps: z
      .array(FlowRunStep)
      .describe(
        'Steps of the flow itself, of its chosen branches, of branchall branches, failure module, preprocessor, finally; of loops the latest iteration',
      ),
  })
  .meta({ id: 'FlowRun' });
export type FlowRun = z.infer<typeof FlowRun>;

/** One iteration or branch below a step. */
export const FlowFrame = z
  .object({
    frame: z.string(),
    index: z.number().int(),
    status: FlowStepStatus,
    item: Json.nullable().describe('What the loop goes over here, cut off where it is large'),
    started_at: Timestamp.nullable(),
    ended_at: Timestamp.nullable(),
    current_step: z.string().nullable(),
    error: FlowStepError.nullable(),
  })
  .meta({ id: 'FlowFrame' });
export type FlowFrame = z.infer<typeof FlowFrame>;

export const FlowFrameQuery = PageQuery.extend({
  frame: z.string().max(2000).default(''),
  step: z.string().max(100),
  status: FlowStepStatus.optional(),
  from: z.coerce.number().int().min(0).optional().describe('Begins at this index, in the order of the index; without it failures come first'),
});
export type FlowFrameQuery = z.infer<typeof FlowFrameQuery>;

/** Names one step in one frame. */
export const FlowStepQuery = z.object({ frame: z.string().max(2000).default(''), step: z.string().max(100) });
export type FlowStepQuery = z.infer<typeof FlowStepQuery>;

/** Steps of one frame. */
export const FlowStepsQuery = z.object({ frame: z.string().max(2000).default('') });
export type FlowStepsQuery = z.infer<typeof FlowStepsQuery>;

/** A bar of the timeline: an attempt of a step. The four times part it into queue, start, run. */
export const FlowTimelineBar = z
  .object({
    frame: z.string(),
    step: z.string(),
    attempt: z.number().int(),
    kind: z.enum(['job', 'wait']),
    job_id: z.uuid().nullable(),
    status: FlowStepStatus,
    created_at: Timestamp,
    started_at: Timestamp.nullable(),
    starting_ms: z.number().int().nullable().describe('From `started_at` to the first line of code, where that took a moment'),
    ended_at: Timestamp.nullable(),
  })
  .meta({ id: 'FlowTimelineBar' });
export type FlowTimelineBar = z.infer<typeof FlowTimelineBar>;
export const FlowTimeline = z
  .object({ bars: z.array(FlowTimelineBar).describe('In the order of their beginning, at most 2,000'), is_truncated: z.boolean() })
  .meta({ id: 'FlowTimeline' });
export type FlowTimeline = z.infer<typeof FlowTimeline>;

/** Runs a flow that is not deployed. */
export const RunFlowPreview = z
  .object({
    path: z.union([z.literal(''), ItemPath]).default(''),
    value: FlowValue,
    schema: JsonObject.default({}),
    args: JsonObject.default({}),
    until: z.string().max(100).nullable().default(null).describe('Ends after this step of the first level'),
    only: z.string().max(100).nullable().default(null).describe('Runs this one step, with `results` for what it refers to'),
    results: z.record(z.string(), Json).default({}).describe('Pinned results by step: such a step does not run'),
  })
  .strict()
  .meta({ id: 'RunFlowPreview' });
export type RunFlowPreview = z.infer<typeof RunFlowPreview>;

/** Runs a finished flow again from a step on; everything before it is taken over. */
export const RestartFlow = z
  .object({
    frame: z.string().max(2000).default(''),
    step: z.string().max(100),
    version: z.enum(['same', 'newest']).default('same'),
    results: z.record(z.string(), Json).default({}).describe('Edited results of steps before it, by step, in the frame or those around it'),
  })
  .strict()
  .meta({ id: 'RestartFlow' });
export type RestartFlow = z.infer<typeof RestartFlow>;

/** How many waits an event has ended. */
export const EventReceived = z.object({ resumed: z.number().int() }).meta({ id: 'EventReceived' });
export type EventReceived = z.infer<typeof EventReceived>;
