import { z } from 'zod';
import { ItemPath } from '../../../common/item-path.ts';
import { JsonObject } from '../../../common/json.ts';

/** Names that OpenFlow has for providers. Which one is asked says the type of the resource; `practice` is built in and needs none. */
export const providerKinds = [
  'practice',
  'openai',
  'azure_openai',
  'azure_foundry',
  'anthropic',
  'mistral',
  'deepseek',
  'googleai',
  'groq',
  'openrouter',
  'togetherai',
  'aws_bedrock',
  'customai',
] as const;

const efforts = { none: 'none', minimal: 'low', low: 'low', medium: 'medium', high: 'high', xhigh: 'high' } as const;

const Provider = z
  .looseObject({
    kind: z.enum(providerKinds),
    resource: z.string().nullish(),
    model: z.string().max(200).nullish(),
    reasoning_effort: z.enum(Object.keys(efforts) as (keyof typeof efforts)[]).nullish(),
  })
  .superRefine(({ kind, resource, model }, check) => {
    const say = (field: string, message: string): void => void check.addIssue({ code: 'custom', path: [field], message });
    if (kind === 'practice') {
      if (resource) say('resource', 'the practice model is built in and has no resource');
      if (model && !/^practice(-|$)/.test(model)) say('model', `the practice model is not called "${model}"; leave it out`);
      return;
    }
    if (resourcePath(resource) === null) say('resource', 'has to be a reference to a resource with the key, `$res:f/folder/name`');
    if (!model) say('model', 'name the model as its provider knows it');
  })
  .transform(({ kind, resource, model, reasoning_effort: effort }) => ({
    resource: kind === 'practice' ? null : resourcePath(resource),
    id: model || 'practice',
    settings: effort ? { reasoning_effort: efforts[effort] } : {},
  }));

const Memory = z
  .looseObject({
    kind: z.enum(['off', 'auto', 'window', 'manual']),
    context_length: z.number().int().min(0).max(1000).nullish(),
    messages: z.array(z.unknown()).nullish(),
  })
  .refine(
    ({ kind, messages }) => kind !== 'manual' || !messages?.length,
    'messages of an earlier conversation cannot be given; put what they say into user_message',
  )
  .transform(({ kind, context_length: length }) => ({
    kind: kind === 'off' || kind === 'manual' || length === 0 ? ('none' as const) : ('window' as const),
    ...(length ? { messages: length } : {}),
  }));

const nothing = (instead: string) => z.array(z.unknown()).max(0, instead);

/** A text; what is none is given as JSON. */
const Text = z.preprocess((value) => (typeof value === 'string' || value === undefined ? value : JSON.stringify(value)), z.string().max(1_000_000));

/** Inputs of an agent that stands in a flow, in the words of OpenFlow, each as what it means here. `null` is as good as absent. */
export const agentInputs = {
  provider: Provider,
  user_message: Text.pipe(z.string().min(1, 'there is nothing to ask the agent')),
  system_prompt: Text,
  output_type: z.literal('text', 'agents answer with text, or with `output_schema` by a schema; no pictures'),
  output_schema: JsonObject,
  memory: Memory,
  messages_context_length: z.number().int().min(0).max(1000),
  previous_messages: nothing('messages of an earlier conversation cannot be given; put what they say into user_message'),
  user_attachments: nothing('files cannot be given to an agent of a flow; let a tool read them'),
  enabled_tools: z.array(z.string()),
  temperature: z.number().min(0).max(2),
  max_completion_tokens: z.number().int().min(1).max(1_000_000),
  max_iterations: z.number().int().min(1).max(1000),
} as const;

/** Name of an input of an agent that stands in a flow. */
export type AgentInputName = keyof typeof agentInputs;
/** The inputs as they were read. */
export type AgentInputs = { -readonly [Name in AgentInputName]?: z.output<(typeof agentInputs)[Name]> };

/** What an agent that stands in a flow cannot do without. */
export const requiredInputs = ['provider', 'user_message'] as const satisfies readonly AgentInputName[];

/** Whether OpenFlow's agents have an input of this name, and Millrace does something with it. */
export const isAgentInput = (name: string): name is AgentInputName => Object.hasOwn(agentInputs, name);

/** Whether an input means something only to an agent that stands in a flow: a deployed one says such things for itself. */
export const isForInlineAgents = (name: string): boolean => isAgentInput(name) || name === 'streaming' || name === 'memory_id';

/** Reads one input; says what is wrong with it, as the end of a sentence, and where in it. */
export function readAgentInput<Name extends AgentInputName>(
  name: Name,
  given: unknown,
): { value: AgentInputs[Name] } | { problem: string; at: readonly PropertyKey[] } {
  const read = agentInputs[name].safeParse(given);
  if (read.success) return { value: read.data as AgentInputs[Name] };
  const [issue] = read.error.issues;
  return { problem: issue?.message ?? 'it cannot be read', at: issue?.path ?? [] };
}

/** The path of a reference to a resource. */
function resourcePath(reference: string | null | undefined): string | null {
  const path = reference?.startsWith('$res:') ? reference.slice('$res:'.length) : '';
  return ItemPath.safeParse(path).success ? path : null;
}
