import { z } from 'zod';
import { Json, JsonObject, Timestamp } from '../common/json.ts';
import { RunnableItem, RunnableItemRow } from '../items/versioned-item.contract.ts';
import { AgentValue } from './agent.contract.ts';
import { AgentUsage } from './threads.contract.ts';

/** The input of an agent that says nothing else: what the person writes. */
export const messageSchema: JsonObject = {
  type: 'object',
  properties: { message: { type: 'string', title: 'Message', 'x-ui': { widget: 'textarea' } } },
  required: ['message'],
};

/** The body of a deploy. The schema of the input always has a text `message`: what the person writes. */
export const PutAgent = z
  .object({
    summary: z.string().max(300).default(''),
    description: z.string().max(20_000).default(''),
    schema: JsonObject.default(messageSchema).describe('JSON Schema of the input'),
    value: AgentValue,
    message: z.string().max(1000).default('').describe('Why this version'),
    if_version: z.number().int().min(0).optional().describe('0: must not exist yet; otherwise the version that is replaced'),
  })
  .strict()
  .meta({ id: 'PutAgent' });
export type PutAgent = z.infer<typeof PutAgent>;

/** Something to say about an agent before it is deployed. The pointer begins at the body (`/value/tools/0/path`). */
export const AgentProblem = z
  .object({ pointer: z.string(), severity: z.enum(['error', 'warning']), code: z.string(), message: z.string() })
  .meta({ id: 'AgentProblem' });
export type AgentProblem = z.infer<typeof AgentProblem>;

/** A deployed agent. */
export const Agent = RunnableItem.extend({
  value: AgentValue,
  warnings: z.array(AgentProblem).describe('What the check of the deploy had to say; filled by PUT only'),
}).meta({ id: 'Agent' });
export type Agent = z.infer<typeof Agent>;

export const AgentRow = RunnableItemRow.extend({
  model: z.string().describe('Name of the model'),
  is_practice: z.boolean(),
  tool_count: z.number().int(),
}).meta({ id: 'AgentRow' });
export type AgentRow = z.infer<typeof AgentRow>;

/** Asks what a deploy would say, while someone edits. */
export const CheckAgent = z
  .object({ path: z.string().max(255).default(''), schema: JsonObject.default(messageSchema), value: AgentValue })
  .strict()
  .meta({ id: 'CheckAgent' });
export type CheckAgent = z.infer<typeof CheckAgent>;

/** Answer of the check. `tools` is what the model would be shown, in order, by the name of the tool. */
export const AgentCheck = z
  .object({
    problems: z.array(AgentProblem),
    tools: z.array(z.object({ name: z.string(), description: z.string(), input_schema: JsonObject, is_read_only: z.boolean() })),
  })
  .meta({ id: 'AgentCheck' });
export type AgentCheck = z.infer<typeof AgentCheck>;

/** Runs an agent that is not deployed, for the editor. */
export const RunAgentPreview = z
  .object({ path: z.string().max(255).default(''), schema: JsonObject.default(messageSchema), value: AgentValue, args: JsonObject.default({}) })
  .strict()
  .meta({ id: 'RunAgentPreview' });
export type RunAgentPreview = z.infer<typeof RunAgentPreview>;

/** One recorded step of a run, for its trace. */
export const AgentTraceStep = z
  .object({
    seq: z.number().int(),
    kind: z.enum(['turn', 'tool', 'summary']),
    name: z.string().describe('Model of a turn, name of a tool'),
    status: z.string(),
    input: Json.nullable().describe('Arguments of a tool; what a turn was shown is large and is left out'),
    output: Json.nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    usage: AgentUsage.nullable(),
    first_token_ms: z.number().nullable(),
    attempts: z.number().int(),
    attributes: z
      .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
      .describe('By the names of OpenTelemetry for generative AI, without anything that was said'),
    child_job_id: z.uuid().nullable(),
    approval_id: z.uuid().nullable(),
    started_at: Timestamp,
    ended_at: Timestamp.nullable(),
  })
  .meta({ id: 'AgentTraceStep' });
export type AgentTraceStep = z.infer<typeof AgentTraceStep>;

/** The trace of a run: `GET /jobs/:id/agent`. */
export const AgentTrace = z
  .object({
    job_id: z.uuid(),
    agent: z.string(),
    version: z.number().int().nullable(),
    thread_id: z.uuid().nullable(),
    usage: AgentUsage,
    steps: z.array(AgentTraceStep),
  })
  .meta({ id: 'AgentTrace' });
export type AgentTrace = z.infer<typeof AgentTrace>;

/** What agents may use up in a day or a month (UTC). A budget for `*` holds for each agent, or each person, by itself. */
const BudgetFields = {
  scope: z.enum(['workspace', 'agent', 'user']),
  name: z.string().max(255).describe('Empty for the workspace; a path, u/<username>, or * for each of them'),
  period: z.enum(['day', 'month']),
  cost_usd: z.number().min(0).nullable(),
  tokens: z.number().int().min(0).nullable(),
};

/** A budget with what is used of it; of one for `*` nothing is summed up. */
export const AgentBudget = z
  .object({ ...BudgetFields, used_cost_usd: z.number(), used_tokens: z.number(), updated_by: z.string(), updated_at: Timestamp })
  .meta({ id: 'AgentBudget' });
export type AgentBudget = z.infer<typeof AgentBudget>;

export const PutAgentBudgets = z
  .object({
    items: z
      .array(
        z
          .object(BudgetFields)
          .strict()
          .refine(({ cost_usd: cost, tokens }) => cost !== null || tokens !== null, 'a budget limits money, tokens, or both'),
      )
      .max(200),
  })
  .strict()
  .meta({ id: 'PutAgentBudgets' });
export type PutAgentBudgets = z.infer<typeof PutAgentBudgets>;

const Day = z.iso.date();

export const AgentUsageQuery = z.object({ from: Day, to: Day, agent: z.string().max(255).optional() });
export type AgentUsageQuery = z.infer<typeof AgentUsageQuery>;

/** What was used up on a day, by one person through one agent. */
export const AgentUsageRow = z
  .object({ day: Day, agent: z.string(), person: z.string(), tokens: z.number(), cost_usd: z.number(), turns: z.number().int(), runs: z.number().int() })
  .meta({ id: 'AgentUsageRow' });
export type AgentUsageRow = z.infer<typeof AgentUsageRow>;
