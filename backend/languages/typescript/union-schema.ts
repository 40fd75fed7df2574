import type { JsonObject } from '../../common/json.ts';

/**
 * Schema of a union: literals become one `enum`, plain types a list of types, object types a `oneOf` whose branches are
 * titled by their discriminant, anything else `anyOf`. `null` joins as one more type.
 */
export function unionSchema(members: readonly JsonObject[]): JsonObject {
  const isNullable = members.some((member) => member['type'] === 'null');
  const rest = flatten(members.filter((member) => member['type'] !== 'null'));
  if (rest.some((member) => Object.keys(member).length === 0)) return {};
  const schema = combine(rest);
  return isNullable ? nullable(schema) : schema;
}

function flatten(members: readonly JsonObject[]): JsonObject[] {
  return members.flatMap((member) => ((member['oneOf'] ?? member['anyOf']) as JsonObject[] | undefined) ?? [member]);
}

function combine(members: readonly JsonObject[]): JsonObject {
  if (members.length === 0) return { type: 'null' };
  if (members.length === 1) return members[0] as JsonObject;
  if (members.every((member) => Array.isArray(member['enum']))) return combineEnums(members);
  if (members.every((member) => member['type'] === 'object' && member['properties'] !== undefined)) return { type: 'object', oneOf: titled(members) };
  const types = new Set(members.map((member) => member['type']));
  if (members.every((member) => Object.keys(member).length === 1 && typeof member['type'] === 'string')) return types.size === 1 ? { type: [...types][0] } : { type: [...types] };
  return { anyOf: members };
}

function combineEnums(members: readonly JsonObject[]): JsonObject {
  const values = [...new Set(members.flatMap((member) => member['enum'] as unknown[]))];
  const types = [...new Set(values.map((value) => typeof value))];
  if (types.length === 1 && types[0] === 'boolean' && values.length === 2) return { type: 'boolean' };
  return { type: types.length === 1 ? types[0] : types, enum: values };
}

function titled(members: readonly JsonObject[]): JsonObject[] {
  const discriminant = Object.keys(propertiesOf(members[0])).find((name) => members.every((member) => isConstant(propertiesOf(member)[name])));
  return members.map((member, index) => {
    const constant = discriminant === undefined ? undefined : propertiesOf(member)[discriminant]?.['enum'];
    return { title: Array.isArray(constant) ? String(constant[0]) : `Option ${index + 1}`, ...member };
  });
}

function propertiesOf(member: JsonObject | undefined): Record<string, JsonObject | undefined> {
  return (member?.['properties'] ?? {}) as Record<string, JsonObject | undefined>;
}

function isConstant(schema: JsonObject | undefined): boolean {
  return Array.isArray(schema?.['enum']) && schema['enum'].length === 1;
}

/** The schema that also allows `null`. */
export function nullable(schema: JsonObject): JsonObject {
  const { type } = schema;
  if (schema['oneOf'] || schema['anyOf']) return { anyOf: [schema, { type: 'null' }] };
  if (type === 'null' || type === undefined) return schema;
  const types = Array.isArray(type) ? (type as string[]) : [type as string];
  return { ...schema, type: [...types, 'null'], ...(Array.isArray(schema['enum']) ? { enum: [...(schema['enum'] as unknown[]), null] } : {}) };
}
