import { z } from 'zod';
import { JsonObject } from '../common/json.ts';
import { RunnableItem, RunnableItemRow } from '../items/versioned-item.contract.ts';
import { FlowValue } from './flow.contract.ts';

const Schema = JsonObject.describe('JSON Schema of the input, an object');

/** The body of a deploy: OpenFlow, and what goes with a version. */
export const PutFlow = z
  .object({
    summary: z.string().max(300).default(''),
    description: z.string().max(20_000).default(''),
    schema: Schema.default({}),
    value: FlowValue,
    tag: z.string().max(60).optional().describe('Tag of the steps that have none of their own'),
    message: z.string().max(1000).default('').describe('Why this version'),
    if_version: z.number().int().min(0).optional().describe('0: must not exist yet; otherwise the version that is replaced'),
  })
  .strict()
  .meta({ id: 'PutFlow' });
export type PutFlow = z.infer<typeof PutFlow>;

/** Something to say about a flow before it is deployed. `start` and `end` are offsets in the text at the pointer, which begins at the body (`/value/modules/0/…`). */
export const FlowProblem = z
  .object({
    pointer: z.string(),
    step: z.string().nullable(),
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    message: z.string(),
    start: z.number().int().optional(),
    end: z.number().int().optional(),
  })
  .meta({ id: 'FlowProblem' });
export type FlowProblem = z.infer<typeof FlowProblem>;

/** A deployed flow. */
export const Flow = RunnableItem.extend({
  value: FlowValue,
  tag: z.string().nullable(),
  warnings: z.array(FlowProblem).describe('What the check of the deploy had to say; filled by PUT only'),
}).meta({ id: 'Flow' });
export type Flow = z.infer<typeof Flow>;

export const FlowRow = RunnableItemRow.extend({
  step_count: z.number().int(),
  step_kinds: z.array(z.string()).describe('Kinds of the steps of the first level, in their order; at most 12'),
}).meta({ id: 'FlowRow' });
export type FlowRow = z.infer<typeof FlowRow>;

/** Asks what a deploy would say, while someone edits. */
export const CheckFlow = z
  .object({ path: z.string().max(255).default(''), schema: Schema.default({}), value: FlowValue })
  .strict()
  .meta({ id: 'CheckFlow' });
export type CheckFlow = z.infer<typeof CheckFlow>;

/** Answer of the check. `inputs` has the schema of the arguments of each step that runs code, by its id; `outputs` that of its result. */
export const FlowCheck = z
  .object({
    problems: z.array(FlowProblem),
    inputs: z.record(z.string(), JsonObject),
    outputs: z.record(z.string(), JsonObject),
  })
  .meta({ id: 'FlowCheck' });
export type FlowCheck = z.infer<typeof FlowCheck>;
