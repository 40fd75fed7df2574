import type { FlowModule } from '../../flow.contract.ts';
import { missing } from './compile.ts';
import { isAgentInput, readAgentInput, requiredInputs } from './inputs.ts';
import { toolsOfStep, type AgentStep, type AgentStepProblem } from './tools.ts';

/** Inputs of OpenFlow that ask for what agents do anyway. */
const quiet: ReadonlySet<string> = new Set(['streaming']);

/** What can be said about an agent that stands in a flow before it runs. Pointers begin at the step. */
export function checkAgentStep({ id }: Pick<FlowModule, 'id'>, step: AgentStep): AgentStepProblem[] {
  const transforms = step.input_transforms ?? {};
  return [
    ...requiredInputs.flatMap((name) => (transforms[name] ? [] : [problem('error', '/value/input_transforms', 'flow/missing_input', missing(id, name))])),
    ...Object.keys(transforms).flatMap((name) => checkInput(id, step, name)),
    ...toolsOfStep(step).problems,
    ...(step.tag ? [problem('warning', '/value/tag', 'flow/no_effect', `The tag of ${id} has no effect: agents run on every worker that runs agents.`)] : []),
  ];
}

function checkInput(id: string, step: AgentStep, name: string): AgentStepProblem[] {
  const pointer = `/value/input_transforms/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const transform = step.input_transforms?.[name];
  if (quiet.has(name) || !transform) return [];
  if (!isAgentInput(name)) {
    const why = name === 'memory_id' ? 'each run is a conversation of its own' : 'an agent that stands in a flow has no such input';
    return [problem('warning', pointer, 'flow/unknown_input', `The input \`${name}\` of ${id} is ignored: ${why}.`)];
  }
  if (transform.type === 'ai')
    return [problem('error', pointer, 'flow/agent_invalid', `The input \`${name}\` of ${id} cannot be left to a model: only arguments of tools can.`)];
  if (transform.type !== 'static' || transform.value === null || transform.value === undefined) return [];
  const read = readAgentInput(name, transform.value);
  if ('problem' in read)
    return [
      problem(
        'error',
        [pointer, 'value', ...read.at.map(String)].join('/'),
        'flow/agent_invalid',
        `The input \`${[name, ...read.at.map(String)].join('.')}\` of ${id}: ${read.problem}.`,
      ),
    ];
  return [];
}

function problem(severity: AgentStepProblem['severity'], pointer: string, code: string, message: string): AgentStepProblem {
  return { pointer, severity, code, message };
}

/** The resource that an agent in a flow reaches its model with, where it stands there as it is, and those of its MCP servers. */
export function resourcesOfStep(step: AgentStep): { path: string; pointer: string; use: 'model' | 'mcp' }[] {
  const provider = step.input_transforms?.['provider'];
  const read = provider?.type === 'static' && provider.value ? readAgentInput('provider', provider.value) : null;
  const model = read && 'value' in read ? (read.value?.resource ?? null) : null;
  return [
    ...(model === null ? [] : [{ path: model, pointer: '/value/input_transforms/provider/value/resource', use: 'model' as const }]),
    ...toolsOfStep(step).servers.map(({ server, pointer }) => ({ path: server.resource, pointer: `${pointer}/value/resource_path`, use: 'mcp' as const })),
  ];
}
