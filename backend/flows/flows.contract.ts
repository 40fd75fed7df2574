import { z } from 'zod';
import { ItemPath } from '../common/item-path.ts';
import { JsonObject, Timestamp } from '../common/json.ts';
import { PageQuery } from '../common/page.ts';
import { RunBar } from '../scripts/scripts.contract.ts';
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
export const Flow = z
  .object({
    path: ItemPath,
    summary: z.string(),
    description: z.string(),
    schema: JsonObject,
    value: FlowValue,
    tag: z.string().nullable(),
    version: z.number().int(),
    hash: z.string(),
    message: z.string(),
    created_by: z.string(),
    created_at: Timestamp,
    is_current: z.boolean(),
    my_level: z.enum(['read', 'write', 'owner']),
    is_favourite: z.boolean(),
    warnings: z.array(FlowProblem).describe('What the check of the deploy had to say; filled by PUT only'),
  })
  .meta({ id: 'Flow' });
export type Flow = z.infer<typeof Flow>;

export const FlowRow = z
  .object({
    path: ItemPath,
    summary: z.string(),
    version: z.number().int(),
    step_count: z.number().int(),
    step_kinds: z.array(z.string()).describe('Kinds of the steps of the first level, in their order; at most 12'),
    updated_by: z.string(),
    updated_at: Timestamp,
    my_level: z.enum(['read', 'write', 'owner']),
    is_favourite: z.boolean(),
    has_draft: z.boolean(),
    runs: z.array(RunBar).describe('Last 20, newest last'),
    last_run_at: Timestamp.nullable(),
  })
  .meta({ id: 'FlowRow' });
export type FlowRow = z.infer<typeof FlowRow>;

export const FlowQuery = PageQuery.extend({
  folder: z.string().max(80).optional().describe('`f/support` or `u/ada`'),
  search: z.string().max(200).optional(),
  archived: z.stringbool().optional(),
});
export type FlowQuery = z.infer<typeof FlowQuery>;

export const FlowVersionRow = z
  .object({
    version: z.number().int(),
    hash: z.string(),
    message: z.string(),
    created_by: z.string(),
    created_at: Timestamp,
    is_current: z.boolean(),
  })
  .meta({ id: 'FlowVersionRow' });
export type FlowVersionRow = z.infer<typeof FlowVersionRow>;

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
