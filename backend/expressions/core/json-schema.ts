/** The part of JSON Schema (2020-12) that says which fields there are and of which type. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly [keyword: string]: unknown;
};

const textMembers: ReadonlySet<string> = new Set(['length']);

/** Whether the schema says nothing that could be wrong. */
export const isUnknown = (schema: JsonSchema): boolean => typesOf(schema) === null && !schema.properties && !alternatives(schema) && !schema.allOf;

/** Types that a value may have; `null` where the schema allows any. */
export function typesOf(schema: JsonSchema): ReadonlySet<string> | null {
  if (schema.type !== undefined) return new Set(typeof schema.type === 'string' ? [schema.type] : schema.type);
  if ('const' in schema) return new Set([typeOfValue(schema.const)]);
  if (schema.enum) return new Set(schema.enum.map(typeOfValue));
  const options = alternatives(schema);
  if (options) return options.map(typesOf).reduce<ReadonlySet<string> | null>((all, types) => (all === null || types === null ? null : new Set([...all, ...types])), new Set());
  return schema.properties ? new Set(['object']) : null;
}

/**
 * The schema below a key: `{}` where nothing is known about it, `undefined` where there is no such field. An object that
 * lists its fields is taken at its word, unless it allows others explicitly: that is what turns a typing error into a
 * message at deploy.
 */
export function fieldOf(schema: JsonSchema, key: string | number): JsonSchema | undefined {
  if (schema.allOf) return firstKnown([...schema.allOf, { ...schema, allOf: undefined }].map((part) => fieldOf(part, key)));
  const options = alternatives(schema);
  if (options) {
    const found = options.filter((option) => option.type !== 'null').map((option) => fieldOf(option, key)).filter((field) => field !== undefined);
    return found.length > 0 ? unionOf(found) : options.every((option) => option.type === 'null') ? {} : undefined;
  }
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  const types = typesOf(schema);
  if (types === null) return {};
  const fields = [...types].filter((type) => type !== 'null').map((type) => fieldOfType(type, schema, key));
  return fields.length === 0 ? {} : firstKnown(fields);
}

/** Names of the fields, for messages and for completion. */
export function knownFields(schema: JsonSchema): string[] {
  const parts = [...(schema.allOf ?? []), ...(alternatives(schema) ?? [])];
  return [...new Set([...Object.keys(schema.properties ?? {}), ...parts.flatMap(knownFields)])];
}

/** A schema for values of any of these. */
export function unionOf(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  if (different.length === 0 || different.some(isUnknown)) return {};
  const [only] = different;
  return different.length === 1 && only ? only : { anyOf: different };
}

/** Whether some value fits both. Only a certain conflict of types counts; an integer is a number, `null` stands for absent. */
export function canBe(given: JsonSchema, wanted: JsonSchema): boolean {
  const [givenTypes, wantedTypes] = [typesOf(given), typesOf(wanted)];
  if (givenTypes === null || wantedTypes === null) return true;
  return [...givenTypes].some((type) => type === 'null' || wantedTypes.has(type) || (type === 'integer' && wantedTypes.has('number')) || (type === 'number' && wantedTypes.has('integer')));
}

const alternatives = ({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] | undefined => anyOf ?? oneOf;

function firstKnown(fields: readonly (JsonSchema | undefined)[]): JsonSchema | undefined {
  return fields.find((field) => field !== undefined && !isUnknown(field)) ?? fields.find((field) => field !== undefined);
}

function fieldOfType(type: string, schema: JsonSchema, key: string | number): JsonSchema | undefined {
  switch (type) {
    case 'object':
      return otherField(schema);
    case 'array': {
      if (key === 'length') return { type: 'integer' };
      if (!/^\d+$/.test(String(key))) return undefined;
      return schema.prefixItems?.[Number(key)] ?? (typeof schema.items === 'object' ? schema.items : {});
    }
    case 'string':
      if (textMembers.has(String(key))) return { type: 'integer' };
      return /^\d+$/.test(String(key)) ? { type: 'string' } : undefined;
    default:
      return undefined;
  }
}

/** A field that is not listed. */
function otherField(schema: JsonSchema): JsonSchema | undefined {
  const { properties, additionalProperties, patternProperties } = schema;
  if (typeof additionalProperties === 'object') return additionalProperties;
  if (additionalProperties === true || patternProperties) return {};
  // Also an object that lists no fields at all may have any.
  return additionalProperties === false || (properties && Object.keys(properties).length > 0) ? undefined : {};
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}
