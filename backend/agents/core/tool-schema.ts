import type { JsonObject } from '../../common/json.ts';
import type { AgentTool } from '../agent.contract.ts';

/** The schema of what is left to the model: without the arguments that are fixed or come from the context. */
export function modelSchema(schema: JsonObject, { arguments: given }: Pick<AgentTool, 'arguments'>): JsonObject {
  const isLeft = (name: string): boolean => (given[name]?.type ?? 'model') === 'model';
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, unknown>).filter(([name]) => isLeft(name));
  const required = ((schema['required'] ?? []) as string[]).filter(isLeft);
  const { $schema: _dialect, order: _order, ...rest } = schema;
  return { ...rest, type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : { required: [] }) };
}

/** Names of the properties of a schema. */
export const namesOf = (schema: JsonObject): string[] => Object.keys((schema['properties'] ?? {}) as object);
