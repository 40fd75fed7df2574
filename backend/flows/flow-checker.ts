import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import type { JsonSchema } from '../expressions/core/json-schema.ts';
import { checkFlow } from './core/check.ts';
import { defineFlow, type Located } from './core/definition.ts';
import { factsOf } from './core/flow-facts.ts';
import { resultSchema, type RunnableSchemas } from './core/scope.ts';
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
    const [found, readings] = await Promise.all([
      this.runnables.find(auth, facts),
      Promise.all(steps.flatMap((step) => (step.module.value.type === 'rawscript' ? [this.reader.read(auth, path, step, step.module.value)] : []))),
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
    ];
    return { problems, code, ...schemasOfSteps(steps, schemas) };
  }
}

function schemasOf(found: RunnableSchemaMap, code: readonly ReadStep[]): RunnableSchemas {
  const own = new Map(code.map(({ step, schema, result }) => [step, { input: schema as JsonSchema, result: result as JsonSchema }]));
  return (kind, path) =>
    kind === 'rawscript' ? own.get(path) : ((found.get(`${kind} ${path}`) as { input: JsonSchema; result: JsonSchema } | undefined) ?? null);
}

function schemasOfSteps(steps: readonly Located[], schemas: RunnableSchemas): Pick<FlowCheck, 'inputs' | 'outputs'> {
  const [inputs, outputs]: [Record<string, JsonObject>, Record<string, JsonObject>] = [{}, {}];
  for (const { module } of steps) {
    const { id, value } = module;
    const input =
      value.type === 'rawscript'
        ? schemas('rawscript', id)?.input
        : value.type === 'script' || value.type === 'flow'
          ? schemas(value.type, value.path)?.input
          : null;
    if (input) inputs[id] = input as JsonObject;
    const result = resultSchema(module, schemas);
    if (Object.keys(result).length > 0) outputs[id] = result as JsonObject;
  }
  return { inputs, outputs };
}

/** A library that cannot run, and a flow that would run itself. */
function targetProblems({ module: { id, value }, pointer: place }: Located, found: RunnableSchemaMap, cyclic: ReadonlySet<string>): FlowProblem[] {
  if (value.type !== 'script' && value.type !== 'flow') return [];
  const problem = { pointer: `/value${place}/value/path`, step: id, severity: 'error' } as const;
  if (value.type === 'flow' && cyclic.has(value.path))
    return [{ ...problem, code: 'flow/cycle', message: `${id} runs ${value.path}, which leads back to this flow: it would never end.` }];
  if (found.get(`${value.type} ${value.path}`)?.isRunnable === false)
    return [
      { ...problem, code: 'script/no_main', message: `${value.path} has no \`main\`: it is a library for other scripts to import, and cannot be a step.` },
    ];
  return [];
}
