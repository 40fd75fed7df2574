import { z } from 'zod';
import { ApprovalSpec, RunApproval } from '../approvals/approvals.contract.ts';
import { ItemPath } from '../common/item-path.ts';
import { Json, JsonObject } from '../common/json.ts';
import { outcomeField } from './core/tool-condition.ts';

const Text = z.string().max(100_000);
const Expression = z.string().max(10_000);

/** Names of providers of models. Each has a folder below `agents/providers/`; the type of the resource says which one is meant. */
export const modelProviders = [
  'practice',
  'openai',
  'anthropic',
  'google',
  'mistral',
  'azure_openai',
  'bedrock',
  'openrouter',
  'groq',
  'openai_compatible',
] as const;
export const ModelProvider = z.enum(modelProviders).meta({ id: 'ModelProvider' });
export type ModelProvider = z.infer<typeof ModelProvider>;

/** What a model is asked with. What a provider does not know it is not told. */
export const ModelSettings = z
  .object({
    temperature: z.number().min(0).max(2).optional(),
    top_p: z.number().min(0).max(1).optional(),
    max_output_tokens: z.number().int().min(1).max(1_000_000).optional(),
    reasoning_effort: z.enum(['none', 'low', 'medium', 'high']).optional(),
    seed: z.number().int().optional(),
    stop: z.array(z.string().max(200)).max(8).optional(),
  })
  .strict()
  .meta({ id: 'ModelSettings' });
export type ModelSettings = z.infer<typeof ModelSettings>;

/** A model of a provider. Without a resource it is the practice model, which is built in and is no language model. */
export const ModelChoice = z
  .object({
    resource: ItemPath.nullable().default(null).describe('Resource with the key of the provider'),
    id: z.string().max(200).default('practice').describe('Name of the model as the provider knows it'),
    settings: ModelSettings.prefault({}),
    price: z
      .object({
        input: z.number().min(0),
        output: z.number().min(0),
        cached_input: z.number().min(0).optional().describe('Read from the cache of the provider; left out: as input'),
        cache_write: z.number().min(0).optional().describe('Written into it; left out: as input'),
      })
      .strict()
      .nullable()
      .default(null)
      .describe('US dollars for a million tokens; null: from the built-in table, and unknown models cost nothing'),
  })
  .strict()
  .meta({ id: 'ModelChoice' });
export type ModelChoice = z.infer<typeof ModelChoice>;

/** Where an argument of a tool comes from. What is fixed or from the context the model neither sees nor sets. */
export const ToolArgument = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('model') }).strict(),
    z.object({ type: z.literal('fixed'), value: Json }).strict(),
    z.object({ type: z.literal('context'), expr: Expression.describe('Expression over `input`, `user` and `thread`') }).strict(),
  ])
  .meta({ id: 'ToolArgument' });
export type ToolArgument = z.infer<typeof ToolArgument>;

/** `auto` runs, `ask` opens an approval first, `deny` tells the model that it may not. */
export const ToolRuleName = z.enum(['auto', 'ask', 'deny']).meta({ id: 'ToolRuleName' });
export type ToolRuleName = z.infer<typeof ToolRuleName>;

/** Whether a tool may be called. The first condition that holds decides; one that cannot be evaluated counts as `ask`. */
export const ToolRule = z
  .object({
    otherwise: ToolRuleName.default('auto'),
    when: z
      .array(z.object({ if: Expression.describe('Expression over `args`, `input` and `user`'), [outcomeField]: ToolRuleName }).strict())
      .max(20)
      .default([]),
    approval: ApprovalSpec.partial().prefault({}).describe('Who decides; texts are Handlebars over `args`, `input`, `tool` and `agent`'),
  })
  .strict()
  .meta({ id: 'ToolRule' });
export type ToolRule = z.infer<typeof ToolRule>;

/** Names that every provider takes. */
const ToolName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/, 'letters, digits and _, at most 63, beginning with a letter');

/** A script, a flow or another agent that the model may call. */
export const AgentTool = z
  .object({
    name: ToolName,
    kind: z.enum(['script', 'flow', 'agent']),
    path: ItemPath,
    description: z.string().max(2000).default('').describe('Empty: the summary of what stands at the path'),
    arguments: z.record(z.string().max(200), ToolArgument).default({}).describe('Arguments that are not named are left to the model'),
    rule: ToolRule.prefault({}),
  })
  .strict()
  .meta({ id: 'AgentTool' });
export type AgentTool = z.infer<typeof AgentTool>;

/** Tools of an MCP server. */
export const AgentMcpServer = z
  .object({
    name: ToolName.describe('Goes before the names of its tools'),
    resource: ItemPath.describe('Resource of the type mcp_server'),
    include: z.array(z.string().max(200)).max(200).nullable().default(null).describe('null: all'),
    exclude: z.array(z.string().max(200)).max(200).default([]),
    rule: ToolRule.prefault({ otherwise: 'ask' }).describe('For tools that do not say that they only read'),
    read_only_rule: ToolRuleName.default('auto'),
  })
  .strict()
  .meta({ id: 'AgentMcpServer' });
export type AgentMcpServer = z.infer<typeof AgentMcpServer>;

/** A shell and files in a sandbox with a volume that stays. */
export const AgentSandbox = z
  .object({
    scope: z.enum(['thread', 'agent']).default('thread'),
    quota_mb: z.number().int().min(1).max(10_240).default(100),
    is_network_allowed: z.boolean().default(false),
    rule: ToolRule.prefault({ otherwise: 'auto' }),
  })
  .strict()
  .meta({ id: 'AgentSandbox' });
export type AgentSandbox = z.infer<typeof AgentSandbox>;

/** What of a thread the model is shown. `window` keeps the last messages, `summary` also a summary of what came before them. */
export const AgentMemory = z
  .object({ kind: z.enum(['none', 'window', 'summary']).default('window'), messages: z.number().int().min(1).max(1000).default(40) })
  .strict()
  .meta({ id: 'AgentMemory' });
export type AgentMemory = z.infer<typeof AgentMemory>;

/** Where a run ends with an error that names the limit. */
export const AgentLimits = z
  .object({
    turns: z.number().int().min(1).max(1000).default(25),
    tool_calls: z.number().int().min(0).max(10_000).default(100),
    tokens: z.number().int().min(1).nullable().default(null),
    cost_usd: z.number().min(0).nullable().default(null),
    time_s: z.number().int().min(1).max(604_800).default(3600).describe('Time that it works; what people take to decide does not count'),
    parallel_tools: z.number().int().min(1).max(32).default(8),
  })
  .strict()
  .meta({ id: 'AgentLimits' });
export type AgentLimits = z.infer<typeof AgentLimits>;

/** Looks at what goes in or comes out. `block` ends the run with the message, `mask` replaces what matches. */
export const AgentGuard = z
  .discriminatedUnion('kind', [
    z
      .object({
        kind: z.literal('pattern'),
        on: z.enum(['input', 'output']),
        pattern: z.string().min(1).max(1000).describe('Regular expression'),
        flags: z
          .string()
          .regex(/^[imsu]*$/)
          .default(''),
        action: z.enum(['block', 'mask']).default('block'),
        message: z.string().max(500).default(''),
      })
      .strict(),
    z
      .object({
        kind: z.literal('runnable'),
        on: z.enum(['input', 'output']),
        path: ItemPath.describe('Script that gets `text` and gives `{is_allowed, message?, text?}`'),
        message: z.string().max(500).default(''),
      })
      .strict(),
  ])
  .meta({ id: 'AgentGuard' });
export type AgentGuard = z.infer<typeof AgentGuard>;

/** How an answer of an evaluation is judged: a number from 0 to 1. */
export const Scorer = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('exact') }).strict(),
    z.object({ kind: z.literal('contains'), is_case_sensitive: z.boolean().default(false) }).strict(),
    z.object({ kind: z.literal('schema'), schema: JsonObject }).strict(),
    z
      .object({ kind: z.literal('tools') })
      .strict()
      .describe('The tools that the case expects were called, with those arguments'),
    z.object({ kind: z.literal('runnable'), path: ItemPath.describe('Script that gets `case`, `output`, `messages` and gives `{score, reason?}`') }).strict(),
    z.object({ kind: z.literal('judge'), model: ModelChoice, rubric: Text }).strict(),
  ])
  .meta({ id: 'Scorer' });
export type Scorer = z.infer<typeof Scorer>;

/** A question with what a good answer has. An evaluation asks no people and changes nothing: of the tools only those run that say that they only read. */
export const EvaluationCase = z
  .object({
    id: z.string().regex(/^[a-zA-Z0-9_-]{1,60}$/),
    input: JsonObject,
    expected: Json.nullable().default(null).describe('For exact: the output; for contains: a text, or a list of texts that all have to be there'),
    tools: z
      .array(z.object({ name: ToolName, args: JsonObject.nullable().default(null) }).strict())
      .nullable()
      .default(null),
    labels: z.array(z.string().max(60)).max(20).default([]),
  })
  .strict()
  .meta({ id: 'EvaluationCase' });
export type EvaluationCase = z.infer<typeof EvaluationCase>;

/** The evaluation set of an agent. */
export const AgentEvaluation = z
  .object({
    cases: z.array(EvaluationCase).max(1000).default([]),
    scorers: z.array(Scorer).max(10).default([]),
    threshold: z.number().min(0).max(1).nullable().default(null).describe('A deploy is refused when the mean score of the new version is below'),
  })
  .strict()
  .meta({ id: 'AgentEvaluation' });
export type AgentEvaluation = z.infer<typeof AgentEvaluation>;

/** Everything that an agent is. The file form is this, as YAML. */
export const AgentValue = z
  .object({
    instructions: Text.default('').describe('Handlebars over `input`, `user`, `now`, `agent`, and `{{variable "f/x/y"}}`'),
    model: ModelChoice.prefault({}),
    fallback_model: ModelChoice.nullable().default(null).describe('Asked when the model cannot be reached after its retries'),
    models: z.array(ModelChoice).max(20).default([]).describe('What people may pick in the chat instead'),
    tools: z.array(AgentTool).max(128).default([]),
    mcp_servers: z.array(AgentMcpServer).max(16).default([]),
    sandbox: AgentSandbox.nullable().default(null),
    output_schema: JsonObject.nullable().default(null).describe('JSON Schema of the result; null: text'),
    memory: AgentMemory.prefault({}),
    limits: AgentLimits.prefault({}),
    guards: z.array(AgentGuard).max(20).default([]),
    run_as: z
      .enum(['caller', 'author'])
      .default('caller')
      .describe('In whose name tools run. `author`: who deployed the version, as long as they may use them'),
    run_approval: RunApproval.optional().describe('Who may not change the agent has to ask before it runs'),
    greeting: z.string().max(2000).default('').describe('What an empty chat says'),
    suggestions: z.array(z.string().max(200)).max(8).default([]).describe('Questions that an empty chat offers'),
    evaluation: AgentEvaluation.prefault({}),
  })
  .strict()
  .meta({ id: 'AgentValue' });
export type AgentValue = z.infer<typeof AgentValue>;
