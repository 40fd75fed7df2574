import type { TSType } from 'oxc-parser';
import type { JsonObject } from '../../common/json.ts';

type Translate = (type: TSType) => JsonObject;
type Utility = (typeArguments: readonly TSType[], translate: Translate) => JsonObject;

const list: Utility = ([items], translate) => ({ type: 'array', ...(items ? { items: translate(items) } : {}) });
const record: Utility = ([, value], translate) => ({ type: 'object', ...(value ? open(translate(value)) : {}) });
const inner: Utility = ([type], translate) => (type ? translate(type) : {});

/** The generic types of TypeScript's library that make sense as arguments. */
const utilities: ReadonlyMap<string, Utility> = new Map<string, Utility>([
  ['Array', list], ['ReadonlyArray', list], ['Set', list], ['ReadonlySet', list], ['Iterable', list],
  ['Record', record], ['Map', record], ['ReadonlyMap', record],
  ['Readonly', inner], ['Awaited', inner], ['Promise', inner],
  ['NonNullable', (types, translate) => withoutNull(inner(types, translate))],
  ['Partial', (types, translate) => ({ ...inner(types, translate), required: undefined })],
  ['Required', (types, translate) => {
    const schema = inner(types, translate);
    return { ...schema, required: Object.keys((schema['properties'] ?? {}) as JsonObject) };
  }],
  ['Pick', (types, translate) => filtered(types, translate, true)],
  ['Omit', (types, translate) => filtered(types, translate, false)],
  ['Exclude', ([type, excluded], translate) => (type && excluded ? excludedEnum(translate(type), translate(excluded)) : {})],
]);

/** Schema of `Array<T>`, `Record<K, V>`, `Partial<T>`, `Pick<T, K>` and the like; `null` for other names. */
export function utilityTypeSchema(name: string, typeArguments: readonly TSType[], translate: Translate): JsonObject | null {
  const schema = utilities.get(name)?.(typeArguments, translate);
  if (!schema) return null;
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

function open(value: JsonObject): JsonObject {
  return Object.keys(value).length > 0 ? { additionalProperties: value } : {};
}

function withoutNull(schema: JsonObject): JsonObject {
  if (!Array.isArray(schema['type'])) return schema;
  const types = (schema['type'] as string[]).filter((type) => type !== 'null');
  return { ...schema, type: types.length === 1 ? types[0] : types };
}

function filtered([type, keys]: readonly TSType[], translate: Translate, isKept: boolean): JsonObject {
  const schema = type ? translate(type) : {};
  const names = new Set((keys ? (translate(keys)['enum'] ?? []) : []) as unknown[]);
  const properties = Object.entries((schema['properties'] ?? {}) as JsonObject).filter(([name]) => names.has(name) === isKept);
  const required = ((schema['required'] ?? []) as string[]).filter((name) => names.has(name) === isKept);
  return { ...schema, properties: Object.fromEntries(properties), required: required.length > 0 ? required : undefined };
}

function excludedEnum(schema: JsonObject, excluded: JsonObject): JsonObject {
  if (!Array.isArray(schema['enum']) || !Array.isArray(excluded['enum'])) return schema;
  const out = new Set(excluded['enum'] as unknown[]);
  return { ...schema, enum: (schema['enum'] as unknown[]).filter((value) => !out.has(value)) };
}
