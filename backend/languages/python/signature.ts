import type { JsonObject } from '../../common/json.ts';
import { argumentsSchema, unparsable } from '../argument-schema.ts';
import type { Signature } from '../language.ts';
import { isWellKnownResource, resourceSchema } from '../resource-names.ts';
import { parsePython } from './parser-process.ts';

/** Reads the schema of `main` and its docstring. */
export async function inferSignature(content: string): Promise<Signature> {
  const { signature } = await parsePython(content);
  if (signature.problems.length > 0) return unparsable(signature.problems);
  const list = signature.arguments.map(({ name, schema, isRequired }) => ({ name, isRequired, schema: withResources(schema) }));
  const result = withResources(signature.result ?? {});
  return {
    schema: argumentsSchema(list),
    ...(Object.keys(result).length > 0 && result['format'] === undefined ? { result } : {}),
    hasMain: signature.hasMain,
    ...(signature.isWorkflow ? { isWorkflow: true } : {}),
    description: signature.description,
    problems: [],
  };
}

const listKeywords = ['oneOf', 'anyOf', 'prefixItems'];
const schemaKeywords = ['items', 'additionalProperties'];

/** The parser marks what names a resource type; which classes of a file are resources by their names is known here. */
function withResources(schema: JsonObject): JsonObject {
  const { resource, resourceIfKnown, nullable, ...rest } = schema;
  const name = typeof resource === 'string' ? resource : typeof resourceIfKnown === 'string' && isWellKnownResource(resourceIfKnown) ? resourceIfKnown : null;
  if (name !== null) {
    const { properties: _properties, required: _required, ...others } = rest;
    return { ...others, ...resourceSchema(name), ...(nullable === true || Array.isArray(rest['type']) ? { type: ['object', 'null'] } : {}) };
  }
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => {
    if (key === 'properties') return [key, Object.fromEntries(Object.entries(value as Record<string, JsonObject>).map(([property, inner]) => [property, withResources(inner)]))];
    if (schemaKeywords.includes(key)) return [key, withResources(value as JsonObject)];
    return [key, listKeywords.includes(key) ? (value as JsonObject[]).map(withResources) : value];
  }));
}
