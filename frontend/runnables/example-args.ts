import type { JsonObject } from '../../backend/common/json.ts';
import { asSchema, type Schema } from '../schema-form/schema.ts';

const plain: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, number: 1, boolean: true, array: [], object: {} };

function exampleOf(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.examples && schema.examples.length > 0) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (schema.format === 'date') return '2026-01-31';
  if (schema.format === 'date-time') return '2026-01-31T12:00:00Z';
  return type === undefined ? null : (plain[type] ?? null);
}

/** Arguments for a snippet: what the person typed, and something of the right type where an argument is needed and missing. */
export function exampleArgs(schema: unknown, given: JsonObject): JsonObject {
  const { properties = {}, required = [] } = asSchema(schema);
  const args: JsonObject = {};
  for (const [name, property] of Object.entries(properties)) {
    if (given[name] !== undefined) args[name] = given[name];
    else if (required.includes(name)) args[name] = exampleOf(property);
  }
  return args;
}

/** Arguments of an earlier run for a new one: secrets were masked and have to be typed again. */
export function reusableArgs(args: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => !(typeof value === 'object' && value !== null && (value as { $secret?: unknown }).$secret === true)),
  );
}
