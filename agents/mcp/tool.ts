import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { canonicalJson, sha256 } from '../../backend/common/canonical-json.ts';
import type { JsonObject } from '../../backend/common/json.ts';

/** What a server says of a tool. Hints of a stranger: a rule about what needs an approval may only become stricter by them, unless its author trusts the server. */
export type McpToolAnnotations = { title: string | null; readOnly: boolean; destructive: boolean; idempotent: boolean; openWorld: boolean };

/** A tool that a server offers, checked. */
export type McpTool = {
  name: string;
  description: string;
  /** JSON Schema of the arguments: always of an object. */
  inputSchema: JsonObject;
  outputSchema: JsonObject | null;
  annotations: McpToolAnnotations;
  /** Changes with name, description and schemas. What was approved with one fingerprint is not called with another. */
  fingerprint: string;
};

/** Sizes past which a tool is left out: whatever it says is shown to a model, and costs on every turn. */
export const toolLimits = { tools: 500, pages: 50, descriptionLength: 20_000, schemaLength: 100_000, schemaDepth: 40 } as const;

const namePattern = /^[A-Za-z0-9_./-]{1,128}$/;

/** The tool as Millrace uses it, or why it does not. */
export function readTool(tool: Tool): McpTool | { problem: string } {
  const shown = JSON.stringify(tool.name.slice(0, 60));
  if (!namePattern.test(tool.name))
    return { problem: `The tool ${shown} is left out: its name has other characters than letters, digits and "_./-", or more than 128.` };
  const description = tool.description ?? '';
  if (description.length > toolLimits.descriptionLength)
    return { problem: `The tool ${shown} is left out: its description is longer than ${toolLimits.descriptionLength} characters.` };
  for (const schema of [tool.inputSchema, tool.outputSchema ?? {}]) {
    if (JSON.stringify(schema).length > toolLimits.schemaLength || depthOf(schema) > toolLimits.schemaDepth)
      return {
        problem: `The tool ${shown} is left out: its schema is larger than ${toolLimits.schemaLength} characters, or nested deeper than ${toolLimits.schemaDepth} levels.`,
      };
  }
  const inputSchema = tool.inputSchema as JsonObject;
  const outputSchema = (tool.outputSchema ?? null) as JsonObject | null;
  return { name: tool.name, description, inputSchema, outputSchema, annotations: annotationsOf(tool), fingerprint: fingerprintOf(tool) };
}

function annotationsOf({ title, annotations }: Tool): McpToolAnnotations {
  const readOnly = annotations?.readOnlyHint === true;
  return {
    title: (title ?? annotations?.title ?? null)?.slice(0, 300) ?? null,
    readOnly,
    // The protocol's own defaults: what does not say otherwise may destroy.
    destructive: !readOnly && annotations?.destructiveHint !== false,
    idempotent: annotations?.idempotentHint === true,
    openWorld: annotations?.openWorldHint !== false,
  };
}

function fingerprintOf({ name, description, inputSchema, outputSchema, annotations }: Tool): string {
  return sha256(canonicalJson({ name, description: description ?? '', inputSchema, outputSchema: outputSchema ?? null, annotations: annotations ?? null }));
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
