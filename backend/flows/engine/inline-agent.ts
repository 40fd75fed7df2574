import type { AgentValue } from '../../agents/agent.contract.ts';
import { agentDepth, requireShallowAgents, type AgentDepth } from '../../agents/runs/agent-depth.sql.ts';
import { AppError } from '../../common/app-error.ts';
import { canonicalJson, sha256 } from '../../common/canonical-json.ts';
import type { Json, JsonObject } from '../../common/json.ts';
import { runNamed } from '../../database/database.ts';
import { agentTag } from '../../queue/task-names.ts';
import { Redactor } from '../../secrets/redactor.ts';
import { compileAgent, inlineAgentSchema } from '../core/agent-step/compile.ts';
import { evaluatedArguments, toolsOfStep, type AgentStep } from '../core/agent-step/tools.ts';
import { stepPath } from '../step-code.ts';
import { plainStepArguments } from './plain-arguments.ts';
import type { ScopeOf } from './run-scope.ts';
import type { StepContext } from './step-jobs.ts';
import type { StepRunnable } from './step-runnable.ts';

/** What a step runs and is given; `agent` where that is an agent that stands in the flow. */
export type Prepared = { runnable: StepRunnable; given: JsonObject; agent: AgentValue | null };

/** Makes the agent that stands in a step, with what the step gives it now. It runs as the flow runs: model, servers and tools are reached with those rights. */
export async function inlineAgent(context: StepContext, id: string, step: AgentStep, place: ScopeOf): Promise<Prepared> {
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
  const { value, args } = compileAgent(id, step, { inputs, tools });
  const text = canonicalJson(value);
  if (new Redactor([...secrets()]).redact(text) !== text)
    throw new AppError(
      'flow/agent_invalid',
      `Step ${id} would write a secret into the agent that it describes. Name the resource with the key as \`$res:…\`, and let tools read secrets.`,
    );
  return { runnable: runnableOf(run.facts.path === '' ? '' : stepPath(run.facts.path, id), text), given: args, agent: value };
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
