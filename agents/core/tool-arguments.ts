import type { JsonObject } from '../../backend/common/json.ts';
import { isReference, validatorFor } from '../../backend/schema/validator.ts';
import type { AgentError, ToolSpec } from '../ports.ts';

/** Arguments as the model wrote them, read and checked. With an error the tool is not called, and the model is told why. */
export type ReadArguments = { args: JsonObject; error: AgentError | null };

/** Longest text of broken arguments that the model is shown again. */
const shownCharacters = 200;

/** Reads the arguments of a call and holds them against the schema of the tool, before anything runs. */
export function readArguments(specs: readonly ToolSpec[], toolName: string, text: string): ReadArguments {
  const spec = specs.find(({ name }) => name === toolName);
  const args = parseObject(text);
  if (!spec) return { args: args ?? {}, error: unknownTool(specs, toolName) };
  if (args === null) return { args: {}, error: invalid(toolName, `they are not a JSON object, but: ${text.slice(0, shownCharacters)}`) };
  const reference = findReference(args, spec.inputSchema);
  if (reference !== null)
    return { args, error: invalid(toolName, `"${reference}" would stand for a resource or a variable, which only the author of the agent may set`) };
  const problems = validatorFor(spec.inputSchema).check(structuredClone(args));
  if (problems.length === 0) return { args, error: null };
  return {
    args,
    error: invalid(
      toolName,
      problems
        .slice(0, 8)
        .map(({ pointer, message }) => `${pointer === '' ? 'the whole' : pointer} ${message}`)
        .join('; '),
    ),
  };
}

/** Models leave the arguments empty for a tool that takes none. */
function parseObject(text: string): JsonObject | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

function unknownTool(specs: readonly ToolSpec[], toolName: string): AgentError {
  const names = specs.map(({ name }) => name).join(', ');
  return {
    code: 'agent/tool_unknown',
    message: `There is no tool "${toolName.slice(0, 64)}". ${names === '' ? 'There are no tools' : `The tools are: ${names}`}.`,
  };
}

const invalid = (toolName: string, what: string): AgentError => ({
  code: 'agent/tool_arguments_invalid',
  message: `${toolName} was not called, its arguments are wrong: ${what}. Call it again with arguments that fit its schema.`,
});

/**
 * A text like `$var:f/x/key` would be replaced by the value behind it when the tool runs, in the name of whoever asks: an instruction that
 * somebody has planted could have secrets read. A model may repeat what the schema gives as a default, and no more.
 */
function findReference(args: JsonObject, schema: JsonObject): string | null {
  const properties = (schema['properties'] ?? {}) as Record<string, { default?: unknown } | undefined>;
  for (const [name, value] of Object.entries(args)) {
    if (JSON.stringify(value) === JSON.stringify(properties[name]?.default)) continue;
    const found = referenceIn(value);
    if (found !== null) return found;
  }
  return null;
}

function referenceIn(value: unknown): string | null {
  if (typeof value === 'string') return isReference(value) || /^\$(res|var|encrypted):/.test(value) ? value.slice(0, shownCharacters) : null;
  if (typeof value !== 'object' || value === null) return null;
  if ('$encrypted' in value) return '$encrypted';
  for (const part of Object.values(value)) {
    const found = referenceIn(part);
    if (found !== null) return found;
  }
  return null;
}
