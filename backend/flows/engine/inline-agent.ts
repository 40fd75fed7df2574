import { CodeTool, type RunnableValue } from '../../agents/described-agent.ts';
import { agentDepth, requireShallowAgents, type AgentDepth } from '../../agents/runs/agent-depth.sql.ts';
import { AppError } from '../../common/app-error.ts';
import { canonicalJson, sha256 } from '../../common/canonical-json.ts';
import type { Json, JsonObject } from '../../common/json.ts';
import { runNamed } from '../../database/database.ts';
import { agentTag } from '../../queue/task-names.ts';
import { Redactor } from '../../secrets/redactor.ts';
import { compileAgent, inlineAgentSchema, type CodeStepTool } from '../core/agent-step/compile.ts';
import { argumentsOf, evaluatedArguments, toolsOfStep, type AgentStep } from '../core/agent-step/tools.ts';
import { toolCodeId } from '../core/code-places.ts';
import { stepPath } from '../step-code.ts';
import { plainStepArguments } from './plain-arguments.ts';
import type { ScopeOf } from './run-scope.ts';
import type { StepContext } from './step-jobs.ts';
import type { StepRunnable } from './step-runnable.ts';
import type { StepRunnables } from './step-runnables.ts';

/** What a step runs and is given; `agent` where that is an agent that stands in the flow. */
export type Prepared = { runnable: StepRunnable; given: JsonObject; agent: RunnableValue | null };

/** Makes the agent that stands in a step, with what the step gives it now. It runs as the flow runs: model, servers and tools are reached with those rights. */
export async function inlineAgent(
  context: StepContext,
  runnables: StepRunnables,
  { id, step }: { id: string; step: AgentStep },
  place: ScopeOf,
): Promise<Prepared> {
  const { run, evaluations, transaction, secrets } = context;
  const [depth] = await runNamed<AgentDepth>(transaction, agentDepth(run.facts.job_id));
  requireShallowAgents(depth);
  const inputs = await evaluations.transforms(step.input_transforms ?? {}, place, false);
  requireOwnReferences(context, id, inputs);
  const tools: Record<string, JsonObject> = {};
  for (const tool of toolsOfStep(step).tools) {
    const wanted = evaluatedArguments(tool);
    if (Object.keys(wanted).length === 0) continue;
    const values = await evaluations.transforms(wanted, place, false);
    tools[tool.name] = Object.fromEntries(Object.keys(wanted).map((name) => [name, (values[name] ?? null) as Json]));
  }
  const { value, codes, args } = compileAgent(id, step, { inputs, tools });
  const text = canonicalJson(value);
  if (new Redactor([...secrets()]).redact(text) !== text)
    throw new AppError(
      'flow/agent_invalid',
      `Step ${id} would write a secret into the agent that it describes. Name the resource with the key as \`$res:…\`, and let tools read secrets.`,
    );
  const codeTools = await Promise.all(codes.map((tool) => codeTool(context, runnables, id, tool)));
  const identity = codeTools.length === 0 ? text : canonicalJson({ value, code: codeTools.map(({ raw }) => raw) });
  return {
    runnable: runnableOf(run.facts.path === '' ? '' : stepPath(run.facts.path, id), identity),
    given: args,
    agent: codeTools.length === 0 ? value : { ...value, code_tools: codeTools },
  };
}

/** A tool with its code, as of the version of the flow: its lock, and the schema that its parameters give. */
async function codeTool(context: StepContext, runnables: StepRunnables, step: string, tool: CodeStepTool): Promise<CodeTool> {
  const { path, schema, tag, settings, raw } = await runnables.code(context, toolCodeId(step, tool.id), tool.code);
  return CodeTool.parse({ name: tool.name, description: tool.description, arguments: argumentsOf(tool), path, schema, tag, settings, raw });
}

const runnableOf = (path: string, text: string): StepRunnable => ({
  kind: 'agent_preview',
  path,
  versionId: null,
  raw: null,
  schema: inlineAgentSchema,
  settings: {},
  tag: agentTag,
  identity: `agent:${sha256(text)}`,
});

/** Which resource a model is reached with is the author's to say: not a text that came from outside. */
function requireOwnReferences({ run }: StepContext, id: string, { provider }: Record<string, unknown>): void {
  const { plain_arguments: plain } = plainStepArguments(run.facts, { provider: (provider ?? null) as Json }, run.plainTexts);
  if (plain?.length)
    throw new AppError('flow/agent_invalid', `Step ${id}, \`provider.resource\`: the resource was named from outside. The flow has to name it.`);
}
