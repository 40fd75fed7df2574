import type { JsonObject } from '../common/json.ts';

/** A resource type that ships with Millrace. One file each in `types/`; `types/builtin-types.ts` is the list. */
export type ResourceTypeDefinition = {
  name: string;
  /** As people call it: "PostgreSQL". */
  title: string;
  /** One sentence on what it connects to. */
  description: string;
  /** JSON Schema of the value. `x-ui: {secret: true}` marks fields that are stored encrypted and never shown again. */
  schema: JsonObject;
  /**
   * Connects for real, with the values as they are typed, and says in one sentence what answered. Rejects with the reason
   * when it does not work, and when `signal` aborts.
   */
  test?(value: JsonObject, signal: AbortSignal): Promise<string>;
};

/** A field that is stored encrypted. */
export const secret = (title: string, description?: string): JsonObject => ({ type: 'string', title, ...(description ? { description } : {}), 'x-ui': { secret: true } });

/** A plain text field. */
export const text = (title: string, more: JsonObject = {}): JsonObject => ({ type: 'string', title, ...more });

/** The schema of a value with these fields; other fields are refused, so that a misspelt one is seen. */
export function fields(properties: Record<string, JsonObject>, required: string[]): JsonObject {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties, required, additionalProperties: false };
}

/** Reads a text field of a value that fits its schema. */
export const textOf = (value: JsonObject, name: string, fallback = ''): string => (typeof value[name] === 'string' && value[name] !== '' ? value[name] : fallback);
