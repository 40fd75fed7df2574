import type { JsonObject } from '../../common/json.ts';

/**
 * What a handler is told, fitted to its schema: a parameter that takes text gets objects as JSON, and one that takes no further
 * parameters gets only its own. So a Bash script and a typed function can both be handlers. What the author gives goes as it is.
 */
export function handlerArgs(schema: JsonObject, told: JsonObject, given: JsonObject): JsonObject {
  const properties = (schema['properties'] ?? {}) as Record<string, { type?: unknown } | undefined>;
  const isClosed = schema['additionalProperties'] === false;
  const fitting = Object.entries(told).filter(([name]) => !isClosed || name in properties).map(([name, value]) => [name, takesText(properties[name]?.type) ? textOf(value) : value]);
  return { ...Object.fromEntries(fitting) as JsonObject, ...given };
}

const takesText = (type: unknown): boolean => type === 'string';

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
