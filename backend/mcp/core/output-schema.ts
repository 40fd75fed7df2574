import type { JsonObject } from '../../common/json.ts';

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema of a result as the list of tools may give it: only that of an object with fields counts. `null` for every other. */
export function outputSchemaOf(schema: JsonObject): JsonObject | null {
  const { properties } = schema;
  return schema['type'] === 'object' && isObject(properties) && Object.keys(properties).length > 0 ? schema : null;
}
