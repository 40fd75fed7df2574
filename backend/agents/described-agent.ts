import { z } from 'zod';
import { JsonObject } from '../common/json.ts';
import { LanguageName, ScriptSettings } from '../scripts/scripts.contract.ts';
import { AgentTool, AgentValue } from './agent.contract.ts';

/** Code that the model may call: of an agent that stands in a flow. It is that of the version of the flow, with its lock and what it imported then. */
export const CodeTool = AgentTool.pick({ name: true, description: true, arguments: true, rule: true }).extend({
  /** Of its runs: below the flow. */
  path: z.string(),
  schema: JsonObject,
  tag: z.string(),
  settings: ScriptSettings,
  raw: z.object({
    language: LanguageName,
    content: z.string(),
    lock: z.string().nullable(),
    imported: z.array(z.object({ path: z.string(), language: LanguageName, content: z.string() })),
    path: z.string().optional(),
  }),
});
export type CodeTool = z.infer<typeof CodeTool>;

/** An agent that is no item of the workspace, as its run keeps it: a test, or one that stands in a flow. Besides what agents are it has tools that are code. */
export const DescribedAgent = AgentValue.extend({ code_tools: z.array(CodeTool).default([]) });
export type DescribedAgent = z.infer<typeof DescribedAgent>;

/** Anything that a run can be made for: without code it is an agent as the workspace has them. */
export type RunnableValue = AgentValue & { readonly code_tools?: readonly CodeTool[] };
