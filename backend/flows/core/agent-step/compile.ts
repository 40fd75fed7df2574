import { AgentValue } from '../../../agents/agent.contract.ts';
import { AppError } from '../../../common/app-error.ts';
import type { JsonObject } from '../../../common/json.ts';
import { isAgentInput, readAgentInput, requiredInputs, type AgentInputName, type AgentInputs } from './inputs.ts';
import { argumentsOf, toolsOfStep, type AgentStep, type StepServer, type StepTool } from './tools.ts';

/** A tool whose code stands in the flow. */
export type CodeStepTool = Extract<StepTool, { kind: 'rawscript' }>;

/** An agent that stands in a flow, ready to be run: as an agent of the workspace would be, what it is asked, and the tools that are code. */
export type CompiledAgent = { readonly value: AgentValue; readonly codes: readonly CodeStepTool[]; readonly args: JsonObject };

/** What the step was given: the values of its inputs, and those of the expressions of its tools by the name of the tool. */
export type GivenToAgent = { readonly inputs: Readonly<Record<string, unknown>>; readonly tools: Readonly<Record<string, JsonObject>> };

/** The input of every agent that stands in a flow. The prompt is a part of it, so that nothing in it is ever read as a template. */
export const inlineAgentSchema: JsonObject = {
  type: 'object',
  properties: {
    message: { type: 'string', title: 'Message' },
    system_prompt: { type: 'string', title: 'System prompt' },
    tools: { type: 'object', title: 'What the flow gives to tools' },
  },
  required: ['message'],
};

/** Makes an agent of a step in the words of OpenFlow. Throws `flow/agent_invalid`. */
export function compileAgent(id: string, step: AgentStep, given: GivenToAgent): CompiledAgent {
  const inputs = readInputs(id, given.inputs);
  const { provider, system_prompt: prompt, user_message: message = '', output_schema: schema, max_iterations: turns } = inputs;
  const { tools, servers } = chosenTools(id, step, inputs.enabled_tools);
  const value = AgentValue.parse({
    instructions: prompt ? '{{{input.system_prompt}}}' : '',
    model: { ...provider, settings: { ...provider?.settings, ...settingsOf(inputs) } },
    tools: tools.flatMap((tool) =>
      tool.kind === 'rawscript' ? [] : [{ name: tool.name, kind: tool.kind, path: tool.path, description: tool.description, arguments: argumentsOf(tool) }],
    ),
    mcp_servers: servers.map(({ server }) => server),
    output_schema: isAnything(schema) ? null : schema,
    ...memoryOf(inputs),
    limits: { ...(turns === undefined ? {} : { turns }), ...(step.parallel === false ? { parallel_tools: 1 } : {}) },
  });
  const hasToolInputs = Object.keys(given.tools).length > 0;
  const codes = tools.filter((tool) => tool.kind === 'rawscript');
  return { value, codes, args: { message, ...(prompt ? { system_prompt: prompt } : {}), ...(hasToolInputs ? { tools: given.tools as JsonObject } : {}) } };
}

function readInputs(id: string, given: Readonly<Record<string, unknown>>): AgentInputs {
  const inputs: Partial<Record<AgentInputName, unknown>> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || !isAgentInput(name)) continue;
    const read = readAgentInput(name, value);
    if ('problem' in read) throw invalid(`Step ${id}, \`${[name, ...read.at.map(String)].join('.')}\`: ${read.problem}.`);
    inputs[name] = read.value;
  }
  for (const name of requiredInputs) if (inputs[name] === undefined) throw invalid(missing(id, name));
  return inputs as AgentInputs;
}

/** Says that an input is not there. */
export function missing(id: string, name: (typeof requiredInputs)[number]): string {
  const what = {
    provider: 'names no model: give `provider`, or the path of a deployed agent in `agent`',
    user_message: 'asks its agent nothing: give `user_message`',
  };
  return `Step ${id} ${what[name]}.`;
}

function chosenTools(id: string, step: AgentStep, enabled: readonly string[] | undefined): { tools: readonly StepTool[]; servers: readonly StepServer[] } {
  const { tools, servers, problems } = toolsOfStep(step);
  const [problem] = problems.filter(({ severity }) => severity === 'error');
  if (problem) throw invalid(`Step ${id}: ${problem.message}`);
  if (!enabled) return { tools, servers };
  const isEnabled = (names: readonly string[]): boolean => names.some((name) => enabled.includes(name));
  const known = [...tools.flatMap((tool) => [tool.id, tool.name]), ...servers.flatMap((server) => [server.id, server.server.name])];
  const unknown = enabled.find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid(`Step ${id}, \`enabled_tools\`: there is no tool "${unknown}".`);
  return { tools: tools.filter((tool) => isEnabled([tool.id, tool.name])), servers: servers.filter(({ id: own, server }) => isEnabled([own, server.name])) };
}

function settingsOf({ temperature, max_completion_tokens: tokens }: AgentInputs): JsonObject {
  return { ...(temperature === undefined ? {} : { temperature }), ...(tokens === undefined ? {} : { max_output_tokens: tokens }) };
}

function memoryOf({ memory, messages_context_length: length }: AgentInputs): { memory?: AgentInputs['memory'] } {
  if (memory) return { memory };
  if (length === undefined) return {};
  return { memory: length === 0 ? { kind: 'none' } : { kind: 'window', messages: length } };
}

/** A schema that asks for nothing: OpenFlow has such a one where text is meant. */
function isAnything(schema: JsonObject | undefined): boolean {
  if (!schema) return true;
  const asks = Object.keys(schema).filter((key) => !['$schema', 'type', 'order', 'required', 'properties'].includes(key));
  return asks.length === 0 && (schema['type'] === undefined || schema['type'] === 'object') && Object.keys((schema['properties'] ?? {}) as object).length === 0;
}

const invalid = (message: string): AppError => new AppError('flow/agent_invalid', message);
