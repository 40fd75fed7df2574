import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { isModelType } from '../agents/model-types.ts';
import type { JsonObject } from '../common/json.ts';
import type { JsonSchema } from '../expressions/core/json-schema.ts';
import { resourcesOfStep } from './core/agent-step/check.ts';
import { inputOfAgent } from './core/agent-step/check-target.ts';
import { inlineInputs } from './core/agent-step/inline-inputs.ts';
import { toolsOfStep } from './core/agent-step/tools.ts';
import { checkFlow } from './core/check.ts';
import { codeOf } from './core/code-places.ts';
import { defineFlow, type Located } from './core/definition.ts';
import { factsOf } from './core/flow-facts.ts';
import { resultSchema, type RunnableSchemas } from './core/scope.ts';
import type { FlowModule } from './flow.contract.ts';
import type { CheckFlow, FlowCheck, FlowProblem } from './flows.contract.ts';
import { FlowRunnables, type RunnableSchemaMap } from './flow-runnables.ts';
import { StepCodeReader, type ReadStep } from './step-code-reader.ts';

/** What was found, and the code that was read on the way. */
export type CheckedFlow = FlowCheck & { code: readonly ReadStep[] };

/** Says everything about a flow that can be said before it runs: with the schemas of what its steps run, as this person may see it. */
@Injectable()
export class FlowChecker {
  constructor(
    private readonly runnables: FlowRunnables,
    private readonly reader: StepCodeReader,
  ) {}

  async check(auth: Auth, { path, schema, value }: CheckFlow): Promise<CheckedFlow> {
    const steps = [...defineFlow(value).steps.values()];
    const facts = factsOf(value);
    const [found, resources, readings] = await Promise.all([
      this.runnables.find(auth, facts),
      this.runnables.resourceTypes(auth, facts.resources),
      Promise.all(codeOf(value).map((place) => this.reader.read(auth, path, place))),
    ]);
    // Of flows that this person may not see nothing is told, not even where they lead.
    const seen = facts.flows.filter((flow) => flow === path || found.has(`flow ${flow}`));
    const cyclic = path === '' ? new Set<string>() : await this.runnables.leadingTo(auth.workspaceId, path, seen);
    const code = readings.flatMap((reading) => reading.code ?? []);
    const schemas = schemasOf(found, code);
    const problems = [
      ...checkFlow(value, { schema: schema as JsonSchema, runnables: schemas }).map((problem) => ({ ...problem, pointer: `/value${problem.pointer}` })),
      ...readings.flatMap((reading) => reading.problems),
      ...steps.flatMap((step) => targetProblems(step, found, cyclic)),
      ...steps.flatMap((step) => resourceProblems(step, resources)),
    ];
    return { problems, code, ...schemasOfSteps(steps, schemas) };
  }
}

function schemasOf(found: RunnableSchemaMap, code: readonly ReadStep[]): RunnableSchemas {
  const own = new Map(code.map(({ id, schema, result }) => [id, { input: schema as JsonSchema, result: result as JsonSchema }]));
  return (kind, path) =>
    kind === 'rawscript' ? own.get(path) : ((found.get(`${kind} ${path}`) as { input: JsonSchema; result: JsonSchema } | undefined) ?? null);
}

function schemasOfSteps(steps: readonly Located[], schemas: RunnableSchemas): Pick<FlowCheck, 'inputs' | 'outputs'> {
  const [inputs, outputs]: [Record<string, JsonObject>, Record<string, JsonObject>] = [{}, {}];
  for (const { module } of steps) {
    const { id, value } = module;
    const input = inputOf(id, value, schemas);
    if (input) inputs[id] = input as JsonObject;
    const result = resultSchema(module, schemas);
    if (Object.keys(result).length > 0) outputs[id] = result as JsonObject;
  }
  return { inputs, outputs };
}

function inputOf(id: string, value: FlowModule['value'], schemas: RunnableSchemas): JsonSchema | null | undefined {
  switch (value.type) {
    case 'rawscript':
      return schemas('rawscript', id)?.input;
    case 'script':
    case 'flow':
      return schemas(value.type, value.path)?.input;
    case 'aiagent': {
      if (!value.agent) return inlineInputs as JsonSchema;
      const input = schemas('agent', value.agent)?.input;
      return input && inputOfAgent(input, value.input_transforms ?? {});
    }
    default:
      return null;
  }
}

type Target = { kind: 'script' | 'flow' | 'agent'; path: string; pointer: string };

function targetsOf({ module: { value }, pointer }: Located): Target[] {
  if (value.type === 'script' || value.type === 'flow') return [{ kind: value.type, path: value.path, pointer: `/value${pointer}/value/path` }];
  if (value.type !== 'aiagent' || value.agent) return [];
  return toolsOfStep(value).tools.flatMap((tool) =>
    tool.kind === 'rawscript' ? [] : [{ kind: tool.kind, path: tool.path, pointer: `/value${pointer}${tool.pointer}/value/path` }],
  );
}

/** A library that cannot run, and a flow that would run itself, also as a tool of an agent. */
function targetProblems(located: Located, found: RunnableSchemaMap, cyclic: ReadonlySet<string>): FlowProblem[] {
  const { id } = located.module;
  return targetsOf(located).flatMap(({ kind, path, pointer }): FlowProblem[] => {
    const problem = { pointer, step: id, severity: 'error' } as const;
    if (kind === 'flow' && cyclic.has(path))
      return [{ ...problem, code: 'flow/cycle', message: `${id} runs ${path}, which leads back to this flow: it would never end.` }];
    if (found.get(`${kind} ${path}`)?.isRunnable === false)
      return [{ ...problem, code: 'script/no_main', message: `${path} has no \`main\`: it is a library for other scripts to import, and cannot be run.` }];
    return [];
  });
}

/** Resources that models and MCP servers of agents in the flow are reached with. Whoever runs the flow has to have a right on them too. */
function resourceProblems({ module: { id, value }, pointer: place }: Located, types: ReadonlyMap<string, string>): FlowProblem[] {
  if (value.type !== 'aiagent' || value.agent) return [];
  return resourcesOfStep(value).flatMap(({ path, pointer, use }): FlowProblem[] => {
    const problem = { pointer: `/value${place}${pointer}`, step: id, severity: 'error' } as const;
    const type = types.get(path);
    if (type === undefined) return [{ ...problem, code: 'resource/not_found', message: `There is no resource at "${path}", or you may not use it.` }];
    if (use === 'model' ? isModelType(type) : type === 'mcp_server') return [];
    const what = use === 'model' ? 'which no model can be asked through' : 'and MCP servers have the type mcp_server';
    return [{ ...problem, code: 'flow/agent_resource_type', message: `"${path}" is a resource of the type ${type}, ${what}.` }];
  });
}
