import { z } from 'zod';
import { AgentMcpServer, type ToolArgument } from '../../../agents/agent.contract.ts';
import { parseExpression } from '../../../expressions/core/parse.ts';
import { InputTransforms, type FlowModuleValue, type InputTransform } from '../../flow.contract.ts';
import { isToolCode, type RawScript } from '../code-places.ts';
import { referenceOf } from '../lookup-reference.ts';

/** A step that asks an agent. */
export type AgentStep = Extract<FlowModuleValue, { type: 'aiagent' }>;

/** Something to say against a step; the pointer begins at the step. */
export type AgentStepProblem = { readonly pointer: string; readonly severity: 'error' | 'warning'; readonly code: string; readonly message: string };

/** What a tool runs: something of the workspace, or code that stands in the flow. */
type Target = { readonly kind: 'script' | 'flow' | 'agent'; readonly path: string } | { readonly kind: 'rawscript'; readonly code: RawScript };

/** Something that the model may call and that runs as a job. */
export type StepTool = Target & {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly transforms: Readonly<Record<string, InputTransform>>;
  /** Of the tool within the step. */
  readonly pointer: string;
};

/** Tools of an MCP server. */
export type StepServer = { readonly id: string; readonly server: AgentMcpServer; readonly pointer: string };

/** What the tools of a step come to. */
export type StepTools = { readonly tools: readonly StepTool[]; readonly servers: readonly StepServer[]; readonly problems: readonly AgentStepProblem[] };

const ToolValue = z.looseObject({
  tool_type: z.string().default('flowmodule'),
  type: z.string().default(''),
  path: z.string().optional(),
  agent: z.string().optional(),
  hash: z.string().nullish(),
  resource_path: z.string().optional(),
  include_tools: z.array(z.string()).nullish(),
  exclude_tools: z.array(z.string()).nullish(),
  input_transforms: InputTransforms.optional(),
});
type ToolValue = z.infer<typeof ToolValue>;
type GivenTool = NonNullable<AgentStep['tools']>[number];

const nameRule = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;
/** As ids of steps. */
const idRule = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;

/** Reads the tools of an agent that stands in a flow. What cannot be a tool is a problem, and left out. */
export function toolsOfStep(step: AgentStep): StepTools {
  const tools: StepTool[] = [];
  const servers: StepServer[] = [];
  const problems: AgentStepProblem[] = [];
  const taken = new Set<string>();
  for (const [index, given] of (step.tools ?? []).entries()) {
    const read = readTool(given, `/value/tools/${index}`, inputsFromOutside(step, given.id));
    if (Array.isArray(read)) {
      problems.push(...read);
      continue;
    }
    const name = 'server' in read ? read.server.name : read.name;
    if ('code' in read && tools.some((tool) => 'code' in tool && tool.id === read.id))
      problems.push(
        error(
          read.pointer,
          'flow/agent_tool_invalid',
          `There are two tools with code and the id "${read.id}". The code goes by the id, so each is there once.`,
        ),
      );
    else if (taken.has(name))
      problems.push(
        error(
          `${read.pointer}/summary`,
          'flow/agent_tool_name',
          `There is another tool \`${name}\`. The summary is what the model calls, so each is there once.`,
        ),
      );
    else if ('server' in read) servers.push(read);
    else tools.push(read);
    taken.add(name);
  }
  return { tools, servers, problems };
}

/** Where an argument of a tool comes from, in the words of agents. Expressions were evaluated when the step began: what they gave stands in its input. */
export function argumentsOf({ name, transforms }: StepTool): Record<string, ToolArgument> {
  return Object.fromEntries(
    Object.entries(transforms).map(([argument, transform]): [string, ToolArgument] => {
      if (transform.type === 'ai') return [argument, { type: 'model' }];
      if (transform.type === 'static') return [argument, { type: 'fixed', value: (transform.value ?? null) as never }];
      const reference = lookupOf(transform.expr);
      if (reference !== null) return [argument, { type: 'fixed', value: reference }];
      return [argument, { type: 'context', expr: `input.tools[${JSON.stringify(name)}][${JSON.stringify(argument)}]` }];
    }),
  );
}

/** The expressions of a tool that are evaluated when the step begins. A mere lookup of a resource or variable is left to the job of the call. */
export function evaluatedArguments({ transforms }: StepTool): Record<string, InputTransform> {
  return Object.fromEntries(Object.entries(transforms).filter(([, transform]) => transform.type === 'javascript' && lookupOf(transform.expr) === null));
}

const lookupOf = (source: string): string | null => referenceOf(parseExpression(source));

/** `tool_inputs` of the step say what arguments of a tool are, over what the tool says itself. */
function inputsFromOutside(step: AgentStep, id: string): unknown {
  const inputs = step['tool_inputs'];
  return typeof inputs === 'object' && inputs !== null ? (inputs as Record<string, unknown>)[id] : undefined;
}

function readTool(given: GivenTool, pointer: string, over: unknown): StepTool | StepServer | AgentStepProblem[] {
  const read = ToolValue.safeParse(given.value);
  const inputs = InputTransforms.safeParse(over ?? {});
  if (!read.success || !inputs.success) return [error(`${pointer}/value`, 'flow/agent_tool_invalid', `The tool \`${labelOf(given)}\` cannot be read.`)];
  const { tool_type: toolType } = read.data;
  if (toolType === 'mcp') return serverOf(given, read.data, pointer);
  if (toolType !== 'flowmodule') return [error(`${pointer}/value`, 'flow/agent_tool_unavailable', `${toolType} is no tool that agents of Millrace have.`)];
  const target = targetOf(given, read.data, pointer);
  return Array.isArray(target) ? target : toolOf(given, target, pointer, { ...read.data.input_transforms, ...inputs.data });
}

/** What a tool runs. */
function targetOf(given: GivenTool, { type, path, agent, hash }: ToolValue, pointer: string): Target | AgentStepProblem[] {
  const name = labelOf(given);
  if (type === 'rawscript') return codeTarget(given, pointer);
  const target = type === 'aiagent' ? agent : path;
  const kind = type === 'aiagent' ? 'agent' : type;
  if ((kind !== 'script' && kind !== 'flow' && kind !== 'agent') || !target)
    return [error(`${pointer}/value`, 'flow/agent_tool_unavailable', whyNot(name, type))];
  if (!hash) return { kind, path: target };
  return [
    error(
      `${pointer}/value/hash`,
      'flow/agent_tool_unavailable',
      `The tool \`${name}\` asks for one version of "${target}". Tools run what is deployed: take \`hash\` out.`,
    ),
  ];
}

function codeTarget(given: GivenTool, pointer: string): Target | AgentStepProblem[] {
  const { id, value } = given;
  if (!idRule.test(id))
    return [
      error(
        pointer,
        'flow/agent_tool_invalid',
        `The code of a tool goes by its id, and "${id}" cannot be one: letters, digits, _ and -, beginning with a letter.`,
      ),
    ];
  if (isToolCode(value)) return { kind: 'rawscript', code: value };
  return [
    error(
      `${pointer}/value`,
      'flow/agent_tool_invalid',
      `The code of the tool \`${labelOf(given)}\` cannot be read: it needs a \`language\` and its \`content\`.`,
    ),
  ];
}

function toolOf(given: GivenTool, target: Target, pointer: string, transforms: InputTransforms): StepTool | AgentStepProblem[] {
  const name = labelOf(given);
  if (!nameRule.test(name))
    return [
      error(
        `${pointer}/summary`,
        'flow/agent_tool_name',
        `"${name}" cannot be the name of a tool. The summary of a tool is what the model calls: letters, digits and _, at most 63, beginning with a letter.`,
      ),
    ];
  const description = typeof given['description'] === 'string' ? given['description'].slice(0, 2000) : '';
  return { ...target, id: given.id, name, description, transforms, pointer };
}

/** Tools that are named are meant to be called. Where all of a server are there, those that may change something are asked for first. */
function serverOf(
  given: GivenTool,
  { resource_path: path, include_tools: include, exclude_tools: exclude }: ToolValue,
  pointer: string,
): StepServer | AgentStepProblem[] {
  const isNamed = (include?.length ?? 0) > 0;
  const read = AgentMcpServer.safeParse({
    name: labelOf(given)
      .replaceAll(/[^a-zA-Z0-9_]+/g, '_')
      .replace(/^(?![a-zA-Z])/, 'mcp_')
      .slice(0, 63),
    resource: path?.replace(/^\$res:/, ''),
    include: isNamed ? include : null,
    exclude: exclude ?? [],
    rule: { otherwise: isNamed ? 'auto' : 'ask' },
  });
  if (read.success) return { id: given.id, server: read.data, pointer };
  return [
    error(
      `${pointer}/value/resource_path`,
      'flow/agent_tool_invalid',
      `The tool \`${labelOf(given)}\` has to name the resource of its MCP server by its path.`,
    ),
  ];
}

function whyNot(name: string, type: string): string {
  if (type === 'aiagent') return `The tool \`${name}\` is an agent that stands in the flow. Deploy it, and name its path in \`agent\`.`;
  if (type === 'script' || type === 'flow') return `The tool \`${name}\` names no ${type}: give its \`path\`.`;
  return `A step of the kind ${type || '(none)'} cannot be a tool. Tools are code, scripts, flows and agents of the workspace by their paths, and MCP servers.`;
}

const labelOf = ({ id, summary }: GivenTool): string => summary || id;

function error(pointer: string, code: string, message: string): AgentStepProblem {
  return { pointer, severity: 'error', code, message };
}
