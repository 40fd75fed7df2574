import type { FlowModuleValue, InputTransform, InputTransforms } from '../../../../../backend/flows/flow.contract.ts';
import { isToolCode, type RawScript } from '../../../../../backend/flows/core/code-places.ts';
import type { LanguageInfo } from '../../../../../backend/scripts/scripts.contract.ts';
import { toolNameOf } from '../../../../agents/editor/agent-document.ts';
import type { RunnableKind, RunnableTarget } from '../../../../runnables/runnable.ts';
import { freeId } from '../../document/step-ids.ts';

/** A tool of an agent that stands in a flow, as OpenFlow writes it. Fields that nobody knows here stay as they are. */
export type StepTool = NonNullable<Extract<FlowModuleValue, { type: 'aiagent' }>['tools']>[number];

/** What a tool is: something of the workspace that runs, code that stands here, an MCP server, or what cannot be a tool here. */
export type ToolKind = 'runnable' | 'code' | 'mcp' | 'other';

/** The name by which the model calls it. */
export const nameOf = ({ id, summary }: StepTool): string => summary || id;

export function kindOf({ value }: StepTool): ToolKind {
  const type = value['tool_type'] ?? 'flowmodule';
  if (type === 'mcp') return 'mcp';
  if (type !== 'flowmodule') return 'other';
  if (isToolCode(value)) return 'code';
  return value['type'] === 'script' || value['type'] === 'flow' || value['type'] === 'aiagent' ? 'runnable' : 'other';
}

/** The code of a tool that has its own. */
export const codeOfTool = ({ value }: StepTool): RawScript | null => (isToolCode(value) ? value : null);

/** What a tool runs; without a path where that is not said yet. */
export function targetOf({ value }: StepTool): RunnableTarget<RunnableKind> {
  const { type, path, agent } = value as { type?: unknown; path?: unknown; agent?: unknown };
  if (type === 'aiagent') return { kind: 'agent', path: typeof agent === 'string' ? agent : '' };
  return { kind: type === 'flow' ? 'flow' : 'script', path: typeof path === 'string' ? path : '' };
}

const valueOf = ({ kind, path }: RunnableTarget<RunnableKind>): StepTool['value'] =>
  kind === 'agent'
    ? { tool_type: 'flowmodule', type: 'aiagent', agent: path, input_transforms: {} }
    : { tool_type: 'flowmodule', type: kind, path, input_transforms: {} };

/** The tools with one more that runs something. It is called by the last part of its path. */
export function withRunnable(tools: readonly StepTool[], target: RunnableTarget<RunnableKind>): StepTool[] {
  return [...tools, { ...named(tools, target.path), value: valueOf(target) }];
}

/** The tools with one more that has code of its own. */
export function withCode(tools: readonly StepTool[], { name: language, template: content }: Pick<LanguageInfo, 'name' | 'template'>): StepTool[] {
  const value = { tool_type: 'flowmodule', type: 'rawscript', language, content, input_transforms: {} };
  return [...tools, { ...named(tools, 'tool'), value }];
}

/** A tool with other code. */
export const withContent = (tool: StepTool, content: string): StepTool => ({ ...tool, value: { ...tool.value, content } });

/** The tools with those of one more MCP server. */
export function withServer(tools: readonly StepTool[], resource: string): StepTool[] {
  return [...tools, { ...named(tools, resource), value: { tool_type: 'mcp', resource_path: resource } }];
}

/** A tool that runs something else from now on; what was said about arguments of the former is gone with it. */
export const withTarget = (tool: StepTool, target: RunnableTarget<RunnableKind>): StepTool => ({ ...tool, value: valueOf(target) });

/** What the flow says about an argument of a tool; `undefined`: it is left to the model. */
export function argumentOf({ value }: StepTool, name: string): InputTransform | undefined {
  const transform = ((value['input_transforms'] ?? {}) as InputTransforms)[name];
  return transform?.type === 'ai' ? undefined : transform;
}

/** A tool with another argument; `undefined` leaves it to the model. */
export function withArgument(tool: StepTool, name: string, transform: InputTransform | undefined): StepTool {
  const { [name]: _, ...rest } = (tool.value['input_transforms'] ?? {}) as InputTransforms;
  return { ...tool, value: { ...tool.value, input_transforms: transform === undefined ? rest : { ...rest, [name]: transform } } };
}

function named(tools: readonly StepTool[], path: string): Pick<StepTool, 'id' | 'summary'> {
  const summary = toolNameOf(path, new Set(tools.map(nameOf)));
  return { id: freeId(new Set(tools.map(({ id }) => id)), summary), summary };
}
