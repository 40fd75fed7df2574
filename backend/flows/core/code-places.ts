import { FlowModuleValue, type FlowValue } from '../flow.contract.ts';
import { defineFlow } from './definition.ts';

/** Code that stands in a flow. */
export type RawScript = Extract<FlowModuleValue, { type: 'rawscript' }>;

/** A piece of code of a flow and where it stands. The value is that of the document itself. */
export type CodePlace = {
  /** What it goes by: the id of its step; as a tool of an agent `<step>.<tool>`, which no step is called. */
  readonly id: string;
  /** The step that it is, or that it belongs to. */
  readonly step: string;
  readonly value: RawScript;
  /** Of `value` in the flow. */
  readonly pointer: string;
};

/** What the code of a tool goes by. */
export const toolCodeId = (step: string, tool: string): string => `${step}.${tool}`;

/** Whether what a tool of an agent runs is code that stands beside it. What cannot be read as that is none. */
export function isToolCode(value: Readonly<Record<string, unknown>>): value is RawScript {
  if ((value['tool_type'] ?? 'flowmodule') !== 'flowmodule' || value['type'] !== 'rawscript') return false;
  return FlowModuleValue.safeParse(value).success;
}

/** All code that stands in a flow: of steps, and of tools of the agents that steps describe. */
export function codeOf(flow: FlowValue): CodePlace[] {
  return [...defineFlow(flow).steps.values()].flatMap(({ module: { id, value }, pointer }): CodePlace[] => {
    if (value.type === 'rawscript') return [{ id, step: id, value, pointer: `${pointer}/value` }];
    if (value.type !== 'aiagent' || value.agent) return [];
    return (value.tools ?? []).flatMap((tool, index) =>
      isToolCode(tool.value) ? [{ id: toolCodeId(id, tool.id), step: id, value: tool.value, pointer: `${pointer}/value/tools/${index}/value` }] : [],
    );
  });
}
