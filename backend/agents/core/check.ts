import type { JsonObject } from '../../common/json.ts';
import { checkReferences, type ScopeSchema } from '../../expressions/core/infer.ts';
import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import { parseExpression } from '../../expressions/core/parse.ts';
import { checkTemplate, TemplateError } from '../../templates/core/render-template.ts';
import type { AgentTool, AgentValue, ModelProvider, ToolRule } from '../agent.contract.ts';
import type { AgentProblem } from '../agents.contract.ts';
import { modelsOf } from './agent-facts.ts';
import { knownModel } from './known-models.ts';
import { conditionNames, contextNames, threadSchema, userSchema } from './expression-names.ts';
import { namesOf } from './tool-schema.ts';

/** What something that an agent may run looks like; `null` where it is not there, or not for who asks. */
export type ToolFacts = { schema: JsonObject; summary: string; version: number; isRunnable: boolean; isReadOnly: boolean };

/** What the check knows of the world, as far as the person who deploys may use it. */
export type AgentWorld = {
  tool(kind: AgentTool['kind'], path: string): ToolFacts | null;
  /** Type of a resource; `null` where it is not there. */
  resourceType(path: string): string | null;
  /** Whether models can be asked through resources of a type. */
  isModelType(type: string): boolean;
  /** The way from an agent back to the one that is checked; `null` where there is none. */
  wayBack(path: string): readonly string[] | null;
  /** Says what is wrong with a schema; `null` where nothing is. */
  schemaProblem(schema: JsonObject): string | null;
};

/** Names of the tools that come with a sandbox and with large results. */
export const builtInTools = ['shell', 'read_file', 'write_file', 'list_files', 'read_more'] as const;

type Input = { schema: JsonObject; value: AgentValue };

/** Everything that can be said about an agent without running it. Pointers begin at the body; errors refuse a deploy. */
export function checkAgent({ schema, value }: Input, world: AgentWorld): AgentProblem[] {
  return [
    ...checkInput(schema, world),
    ...checkTemplates(value),
    ...checkModels(value, world),
    ...checkNames(value),
    ...value.tools.flatMap((tool, index) => checkTool(tool, `/value/tools/${index}`, schema, world)),
    ...checkServers(value, schema, world),
    ...(value.sandbox ? checkRule(value.sandbox.rule, '/value/sandbox/rule', { args: {}, ...scopeOf(schema) }) : []),
    ...checkGuards(value, world),
    ...checkEvaluation(value, world),
    ...(value.output_schema ? schemaProblems(value.output_schema, '/value/output_schema', world) : []),
  ];
}

const error = (pointer: string, code: string, message: string): AgentProblem => ({ pointer, severity: 'error', code, message });
const warning = (pointer: string, code: string, message: string): AgentProblem => ({ pointer, severity: 'warning', code, message });

const scopeOf = (schema: JsonObject): ScopeSchema => ({ input: schema as JsonSchema, user: userSchema as JsonSchema, thread: threadSchema as JsonSchema });

function checkInput(schema: JsonObject, world: AgentWorld): AgentProblem[] {
  const properties = (schema['properties'] ?? {}) as Record<string, { type?: unknown } | undefined>;
  if (properties['message']?.type !== 'string')
    return [error('/schema', 'agent/message_missing', 'The input needs a text `message`: what the person writes. Add it to the properties of the schema.')];
  return schemaProblems(schema, '/schema', world);
}

function schemaProblems(schema: JsonObject, pointer: string, world: AgentWorld): AgentProblem[] {
  const said = world.schemaProblem(schema);
  return said === null ? [] : [error(pointer, 'agent/schema_invalid', `This is no JSON Schema: ${said}`)];
}

function checkTemplates(value: AgentValue): AgentProblem[] {
  const template = templateProblem('/value/instructions', value.instructions);
  return template ? [template] : [];
}

function templateProblem(pointer: string, text: unknown): AgentProblem | null {
  if (typeof text !== 'string') return null;
  try {
    checkTemplate(text);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown;
    return error(pointer, 'agent/template_invalid', thrown.message);
  }
}

function checkModels(value: AgentValue, world: AgentWorld): AgentProblem[] {
  return modelsOf(value).flatMap(({ pointer, choice: { resource, id, price } }) => {
    const place = `/value${pointer}`;
    if (resource === null)
      return /^practice(-|$)/.test(id)
        ? []
        : [
            error(
              `${place}/resource`,
              'agent/model_resource_missing',
              `The model "${id}" needs a resource with the key of its provider. Only "practice" does without.`,
            ),
          ];
    const type = world.resourceType(resource);
    if (type === null) return [error(`${place}/resource`, 'resource/not_found', `There is no resource at "${resource}", or you may not use it.`)];
    if (!world.isModelType(type))
      return [error(`${place}/resource`, 'agent/model_resource_type', `"${resource}" is a resource of the type ${type}, which no model can be asked through.`)];
    if (id === '') return [error(`${place}/id`, 'agent/model_id_missing', 'Name the model as its provider knows it.')];
    const isFree = value.limits.cost_usd !== null && price === null && (knownModel(type as ModelProvider, id)?.price ?? null) === null;
    return isFree
      ? [
          warning(
            `${place}/price`,
            'agent/price_unknown',
            `Nobody knows here what "${id}" costs, so it counts as nothing and the limit in dollars never ends a run. Say its price.`,
          ),
        ]
      : [];
  });
}

function checkNames(value: AgentValue): AgentProblem[] {
  const named = [
    ...value.tools.map(({ name }, index) => ({ name, pointer: `/value/tools/${index}/name` })),
    ...value.mcp_servers.map(({ name }, index) => ({ name, pointer: `/value/mcp_servers/${index}/name` })),
  ];
  const taken = new Set<string>(value.sandbox ? builtInTools : ['read_more']);
  return named.flatMap(({ name, pointer }) => {
    if (taken.has(name))
      return [error(pointer, 'agent/tool_name_taken', `There is another tool "${name}". Names are what the model calls, so each is there once.`)];
    taken.add(name);
    return [];
  });
}

function checkTool(tool: AgentTool, pointer: string, input: JsonObject, world: AgentWorld): AgentProblem[] {
  const { kind, path, name } = tool;
  const facts = world.tool(kind, path);
  if (!facts) return [error(`${pointer}/path`, 'agent/tool_missing', `There is no ${kind} at "${path}", or you may not use it.`)];
  if (!facts.isRunnable)
    return [error(`${pointer}/path`, 'script/no_main', `"${path}" has no \`main\`: it is a library for other scripts to import, and cannot be a tool.`)];
  const way = kind === 'agent' ? world.wayBack(path) : null;
  if (way) return [error(`${pointer}/path`, 'agent/cycle', `"${name}" leads back to this agent, by ${way.join(' → ')}: it would never end.`)];
  return [
    ...checkArguments(tool, pointer, facts, input),
    ...checkRule(tool.rule, `${pointer}/rule`, { args: facts.schema as JsonSchema, ...scopeOf(input) }),
    ...(tool.description === '' && facts.summary === ''
      ? [
          warning(
            `${pointer}/description`,
            'agent/tool_undescribed',
            `Nothing says what "${name}" is for: neither the tool nor "${path}" has a description. A model chooses by it.`,
          ),
        ]
      : []),
  ];
}

function checkArguments(tool: AgentTool, pointer: string, { schema }: ToolFacts, input: JsonObject): AgentProblem[] {
  const known = new Set(namesOf(schema));
  const isOpen = known.size === 0 || (schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false);
  return Object.entries(tool.arguments).flatMap(([name, argument]) => {
    const place = `${pointer}/arguments/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!known.has(name) && !isOpen)
      return [error(place, 'agent/argument_unknown', `"${tool.path}" takes no argument \`${name}\`. It takes: ${[...known].join(', ')}.`)];
    return argument.type === 'context' ? expressionProblems(argument.expr, `${place}/expr`, contextNames, scopeOf(input)) : [];
  });
}

function checkRule(rule: ToolRule, pointer: string, scope: ScopeSchema): AgentProblem[] {
  const conditions = rule.when.flatMap((condition, index) => expressionProblems(condition.if, `${pointer}/when/${index}/if`, conditionNames, scope));
  const texts = (['title', 'summary'] as const).flatMap((field) => templateProblem(`${pointer}/approval/${field}`, rule.approval[field]) ?? []);
  return [...conditions, ...texts];
}

function expressionProblems(source: string, pointer: string, names: ReadonlySet<string>, scope: ScopeSchema): AgentProblem[] {
  const parsed = parseExpression(source, names);
  const lookups =
    parsed.lookups.length > 0 ? [{ code: 'agent/lookup_refused', message: 'Variables and resources cannot be read here. Let the tool read them itself.' }] : [];
  const found = parsed.problems.length > 0 ? parsed.problems : [...lookups, ...checkReferences(parsed, scope)];
  return found.map(({ code, message }) => error(pointer, code, message));
}

function checkServers(value: AgentValue, schema: JsonObject, world: AgentWorld): AgentProblem[] {
  return value.mcp_servers.flatMap(({ resource, rule }, index) => {
    const pointer = `/value/mcp_servers/${index}`;
    const type = world.resourceType(resource);
    const rules = checkRule(rule, `${pointer}/rule`, { args: {}, ...scopeOf(schema) });
    if (type === null) return [error(`${pointer}/resource`, 'resource/not_found', `There is no resource at "${resource}", or you may not use it.`), ...rules];
    if (type !== 'mcp_server')
      return [
        error(`${pointer}/resource`, 'agent/mcp_resource_type', `"${resource}" is a resource of the type ${type}. MCP servers have the type mcp_server.`),
        ...rules,
      ];
    return rules;
  });
}

function checkGuards(value: AgentValue, world: AgentWorld): AgentProblem[] {
  return value.guards.flatMap((guard, index) => {
    const pointer = `/value/guards/${index}`;
    if (guard.kind === 'runnable') return scriptProblem(guard.path, `${pointer}/path`, world);
    try {
      new RegExp(guard.pattern, guard.flags);
      return [];
    } catch (thrown) {
      return [
        error(`${pointer}/pattern`, 'agent/pattern_invalid', `This is no regular expression: ${thrown instanceof Error ? thrown.message : String(thrown)}`),
      ];
    }
  });
}

function scriptProblem(path: string, pointer: string, world: AgentWorld): AgentProblem[] {
  const facts = world.tool('script', path);
  if (!facts) return [error(pointer, 'agent/tool_missing', `There is no script at "${path}", or you may not use it.`)];
  return facts.isRunnable ? [] : [error(pointer, 'script/no_main', `"${path}" has no \`main\`: it is a library and cannot be run.`)];
}

function checkEvaluation({ evaluation: { cases, scorers, threshold } }: AgentValue, world: AgentWorld): AgentProblem[] {
  const ids = new Set<string>();
  const twice = cases.flatMap(({ id }, index) => {
    const isTaken = ids.has(id);
    ids.add(id);
    return isTaken ? [error(`/value/evaluation/cases/${index}/id`, 'agent/case_id_taken', `There is another case "${id}".`)] : [];
  });
  const wrong = scorers.flatMap((scorer, index) => {
    const pointer = `/value/evaluation/scorers/${index}`;
    if (scorer.kind === 'runnable') return scriptProblem(scorer.path, `${pointer}/path`, world);
    return scorer.kind === 'schema' ? schemaProblems(scorer.schema, `${pointer}/schema`, world) : [];
  });
  const idle = threshold !== null && (cases.length === 0 || scorers.length === 0);
  return [
    ...twice,
    ...wrong,
    ...(idle
      ? [warning('/value/evaluation/threshold', 'agent/threshold_idle', 'The threshold holds nothing back: it needs at least one case and one scorer.')]
      : []),
  ];
}
