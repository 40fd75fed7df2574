import type { ScopeSchema } from '../../../expressions/core/infer.ts';
import type { JsonSchema } from '../../../expressions/core/json-schema.ts';
import type { InputTransforms } from '../../flow.contract.ts';
import { checkInputs, problem, type FlowProblem } from '../check-inputs.ts';
import { toolCodeId } from '../code-places.ts';
import type { RunnableSchemas } from '../scope.ts';
import { checkAgentStep } from './check.ts';
import { toolsOfStep, type AgentStep, type StepTool } from './tools.ts';

/** The agent of a step: whether it is there, or whole; whether its tools are there, and whether what they are given fits. */
export function checkAgentTarget(id: string, step: AgentStep, pointer: string, scope: ScopeSchema, runnables: RunnableSchemas): FlowProblem[] {
  const { agent, input_transforms: transforms = {} } = step;
  if (agent) {
    const schemas = runnables('agent', agent);
    if (schemas === null)
      return [problem(`${pointer}/value/agent`, id, 'error', 'flow/unknown_runnable', `There is no agent ${agent}, or you may not run it.`)];
    return checkInputs(id, id, transforms, `${pointer}/value/input_transforms`, scope, inputOfAgent(schemas?.input ?? {}, transforms));
  }
  return [
    ...checkAgentStep({ id }, step).map((found) => problem(`${pointer}${found.pointer}`, id, found.severity, found.code, found.message)),
    ...toolsOfStep(step).tools.flatMap((tool) => checkTool(id, tool, pointer, scope, runnables)),
  ];
}

/** The schema of a deployed agent as a step fills it in: OpenFlow calls the message `user_message`. */
export function inputOfAgent(schema: JsonSchema, transforms: Readonly<InputTransforms>): JsonSchema {
  const { message, ...others } = schema.properties ?? {};
  if (!message || transforms['message'] || !transforms['user_message']) return schema;
  return {
    ...schema,
    properties: { user_message: message, ...others },
    ...(schema.required ? { required: schema.required.map((name) => (name === 'message' ? 'user_message' : name)) } : {}),
  };
}

/** What is not given is left to the model, so nothing is missing. */
function checkTool(id: string, tool: StepTool, pointer: string, scope: ScopeSchema, runnables: RunnableSchemas): FlowProblem[] {
  const { name, transforms, pointer: place } = tool;
  const [kind, path] = tool.kind === 'rawscript' ? ([tool.kind, toolCodeId(id, tool.id)] as const) : ([tool.kind, tool.path] as const);
  const schemas = runnables(kind, path);
  const at = `${pointer}${place}/value`;
  if (schemas === null)
    return [
      problem(`${at}/${kind === 'agent' ? 'agent' : 'path'}`, id, 'error', 'flow/unknown_runnable', `There is no ${kind} ${path}, or you may not run it.`),
    ];
  const { required: _left, ...schema } = schemas?.input ?? {};
  return checkInputs(id, name, transforms, `${at}/input_transforms`, scope, schema);
}
