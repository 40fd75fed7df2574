import type { AgentTool, AgentValue, ModelChoice, ToolRule } from '../../../backend/agents/agent.contract.ts';
import type { Agent } from '../../../backend/agents/agents.contract.ts';
import type { JsonObject } from '../../../backend/common/json.ts';
import { canonical } from '../../runnables/editor/canonical.ts';
import type { RunnableKind } from '../../runnables/runnable.ts';
import type { ToolFacts } from './tool-facts.ts';

/** What is edited of an agent. */
export type AgentDocument = { summary: string; description: string; schema: JsonObject; value: AgentValue };

/** The practice model: what an agent has before a provider is chosen. */
export const practiceModel: ModelChoice = { resource: null, id: 'practice', settings: {}, price: null };

/** A rule that lets a tool run by itself. */
export const autoRule: ToolRule = { otherwise: 'auto', when: [], approval: {} };

/** The value of an agent of which nothing was said. A spec holds it against the contract. */
export const emptyValue: AgentValue = {
  instructions: '',
  model: practiceModel,
  fallback_model: null,
  models: [],
  tools: [],
  mcp_servers: [],
  sandbox: null,
  output_schema: null,
  memory: { kind: 'window', messages: 40 },
  limits: { turns: 25, tool_calls: 100, tokens: null, cost_usd: null, time_s: 3600, parallel_tools: 8 },
  guards: [],
  run_as: 'caller',
  greeting: '',
  suggestions: [],
  evaluation: { cases: [], scorers: [], threshold: null },
};

/** The input of an agent that asks for nothing but what a person writes. */
export const messageSchema: JsonObject = {
  type: 'object',
  properties: { message: { type: 'string', title: 'Message', 'x-ui': { widget: 'textarea' } } },
  required: ['message'],
};

const firstInstructions = `You help people of this workspace.

- Use your tools to look things up; never guess.
- Say in one or two sentences what you found or did.
`;

/** With what a new agent begins. */
export const newDocument = (summary: string, tools: readonly AgentTool[] = []): AgentDocument => ({
  summary,
  description: '',
  schema: messageSchema,
  value: { ...emptyValue, instructions: firstInstructions, tools: [...tools] },
});

/** What is deployed, as something to edit. */
export const documentOf = ({ summary, description, schema, value }: Agent): AgentDocument => ({ summary, description, schema, value });

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a stored draft over what is deployed. A draft may be older than the product, so what it does not say is as in a new agent. */
export function documentOfDraft(draft: JsonObject, base: AgentDocument): AgentDocument {
  const { summary, description, schema, value } = draft;
  return {
    summary: typeof summary === 'string' ? summary : base.summary,
    description: typeof description === 'string' ? description : base.description,
    schema: isObject(schema) ? (schema as JsonObject) : base.schema,
    value: isObject(value) && Array.isArray(value['tools'] ?? []) ? ({ ...emptyValue, ...value } as AgentValue) : base.value,
  };
}

/** Whether two documents say the same. */
export const isSameDocument = (one: AgentDocument, other: AgentDocument): boolean => one === other || canonical(one) === canonical(other);

/** A name for a tool out of its path that no other tool has: letters, digits and `_`, as every provider takes it. */
export function toolNameOf(path: string, taken: ReadonlySet<string>): string {
  const last = path.split('/').at(-1) ?? '';
  const plain =
    last
      .replaceAll(/[^a-zA-Z0-9_]+/g, '_')
      .replace(/^[^a-zA-Z]+/, '')
      .slice(0, 58) || 'tool';
  if (!taken.has(plain)) return plain;
  for (let number = 2; ; number += 1) if (!taken.has(`${plain}_${number}`)) return `${plain}_${number}`;
}

/** A tool for something that runs. What does not promise to change nothing asks first: a person may say otherwise. */
export function newTool(kind: RunnableKind, path: string, { isReadOnly, schema }: ToolFacts, taken: ReadonlySet<string>): AgentTool {
  return {
    name: toolNameOf(path, taken),
    kind,
    path,
    description: '',
    arguments: connectionsOf(schema),
    rule: { ...autoRule, otherwise: isReadOnly || kind === 'agent' ? 'auto' : 'ask' },
  };
}

/** Connections and variables are the author's to choose and no matter of the model: those that are there by default are fixed. */
function connectionsOf(schema: JsonObject): AgentTool['arguments'] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, { default?: unknown } | undefined>);
  return Object.fromEntries(
    properties.flatMap(([name, rule]) =>
      typeof rule?.default === 'string' && /^\$(?:res|var):/.test(rule.default) ? [[name, { type: 'fixed' as const, value: rule.default }]] : [],
    ),
  );
}

/** Tools out of an address: `script:f/a/b,flow:f/a/c`. */
export function toolsOfAddress(text: string | undefined): { kind: RunnableKind; path: string }[] {
  return (text ?? '').split(',').flatMap((part) => {
    const [, kind, path] = /^(script|flow|agent):([uf]\/[^,]+)$/.exec(part) ?? [];
    return kind !== undefined && path !== undefined ? [{ kind: kind as RunnableKind, path }] : [];
  });
}
