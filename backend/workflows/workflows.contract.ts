import { z } from 'zod';
import { JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';
import { JobError, JobStatusName } from '../jobs/jobs.contract.ts';
import { stepKinds } from './core/conversation.ts';

/** How a step of a workflow stands. `waiting` waits for a time, an event, a decision or a task; `cancelled` lost a race, or its workflow ended without it. */
export const WorkflowStepStatus = z.enum(['waiting', 'succeeded', 'failed', 'cancelled']).meta({ id: 'WorkflowStepStatus' });
export type WorkflowStepStatus = z.infer<typeof WorkflowStepStatus>;

/** Something that a workflow did or waits for, as it was recorded. */
export const WorkflowStep = z
  .object({
    key: z.string().describe('Place in the code: a number in the order of the calls, behind the branch of a parallel: `3[0]/1`'),
    kind: z.enum(stepKinds),
    name: z.string(),
    status: WorkflowStepStatus,
    ordinal: z.number().int().nullable().describe('The order in which the code was told of the ends; null while it was not told'),
    attempts: z.number().int(),
    started_at: Timestamp,
    ended_at: Timestamp.nullable(),
    due_at: Timestamp.nullable(),
    child: z.object({ job_id: z.uuid(), path: z.string(), status: JobStatusName }).nullable(),
    approval_id: z.uuid().nullable(),
    waiting_for: z.string().nullable().describe('One sentence, for a step that waits'),
    error: JobError.partial().nullable(),
    has_result: z.boolean(),
    is_reused: z.boolean().describe('Taken over from the run that this one restarts'),
  })
  .meta({ id: 'WorkflowStep' });
export type WorkflowStep = z.infer<typeof WorkflowStep>;

/** A page of the steps of a workflow, in the order of their beginning. */
export const WorkflowSteps = z
  .object({
    items: z.array(WorkflowStep),
    next: z.string().nullable(),
    restarted_from: z.object({ job_id: z.uuid(), key: z.string() }).nullable(),
  })
  .meta({ id: 'WorkflowSteps' });
export type WorkflowSteps = z.infer<typeof WorkflowSteps>;

export const WorkflowStepsQuery = PageQuery.extend({ limit: z.coerce.number().int().min(1).max(500).default(200) });
export type WorkflowStepsQuery = z.infer<typeof WorkflowStepsQuery>;

export const WorkflowResultQuery = z.object({ key: z.string().max(200) });
export type WorkflowResultQuery = z.infer<typeof WorkflowResultQuery>;

/** Runs a workflow again from a step on: what ended before it is taken over. */
export const RestartWorkflow = z
  .object({
    from: z.string().max(200).describe('Key of the step that is done again, with everything after it'),
    version: z.enum(['same', 'newest']).default('same'),
    args: JsonObject.optional().describe('Absent: the same arguments'),
  })
  .strict()
  .meta({ id: 'RestartWorkflow' });
export type RestartWorkflow = z.infer<typeof RestartWorkflow>;
