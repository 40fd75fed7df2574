/** Hints for the form that JSON Schema has no word for. */
export type UiHints = {
  multiline?: boolean;
  placeholder?: string;
  /** Fields with a smaller number come first; those without keep their place after them. */
  order?: number | string[];
  secret?: boolean;
  /** Heading under which the field stands. */
  group?: string;
  /** Shown only while the fields beside it have these values: `{kind: 'card'}` or `{kind: ['card', 'cash']}`. */
  show_if?: Record<string, unknown>;
  currency?: string;
  /** Language of the code editor for text. */
  language?: string;
};

/** The part of JSON Schema 2020-12 that the product uses (D10). */
export type Schema = {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  /** Names of the properties in the order of the form, as other tools write it. */
  order?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  prefixItems?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  contentEncoding?: string;
  contentMediaType?: string;
  password?: boolean;
  examples?: unknown[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  'x-ui'?: UiHints;
};

/** Takes a schema that came as JSON as one that can be drawn; what is no object is the schema that allows anything. */
export const asSchema = (value: unknown): Schema => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {});

/** The schema that a `$ref` within the same document stands for. */
export function resolve(schema: Schema, root: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(schema.$ref)?.[1];
  const target = name === undefined ? undefined : root.$defs?.[name.replaceAll('~1', '/').replaceAll('~0', '~')];
  const { $ref: _reference, ...rest } = schema;
  return target ? { ...target, ...rest } : rest;
}

const isNullSchema = (schema: Schema): boolean => schema.type === 'null' || schema.const === null;

/** A schema without the permission to be null, and whether it had it: null is "nothing chosen" in a form. */
export function withoutNull(schema: Schema): { schema: Schema; isNullable: boolean } {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches?.some(isNullSchema)) {
    const rest = branches.filter((branch) => !isNullSchema(branch));
    const { anyOf: _any, oneOf: _one, ...own } = schema;
    return { schema: rest.length === 1 ? { ...rest[0], ...own } : { ...own, oneOf: rest }, isNullable: true };
  }
  const types = Array.isArray(schema.type) ? schema.type : null;
  const isNullable = types?.includes('null') === true || schema.enum?.includes(null) === true;
  if (!isNullable) return { schema, isNullable: false };
  const left = types?.filter((type) => type !== 'null');
  return { schema: { ...schema, ...(left ? { type: left.length === 1 ? left[0] : left } : {}), ...(schema.enum ? { enum: schema.enum.filter((value) => value !== null) } : {}) }, isNullable: true };
}

/** The name of an argument as words: `order_id` is "Order id", `maxRetries` is "Max retries". */
export function humanise(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, (_match, before: string, letter: string) => `${before} ${letter.toLowerCase()}`).replaceAll(/[_-]+/g, ' ').trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The label of a field. */
export const labelOf = (name: string, schema: Schema): string => schema.title ?? humanise(name);

/** Appends a segment to a JSON pointer. */
export const below = (pointer: string, key: string | number): string => `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Whether two JSON values are the same. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}

/** Whether a value stands for a stored secret: sent back, it keeps its value. */
export const isHiddenSecret = (value: unknown): boolean => typeof value === 'object' && value !== null && (value as { $secret?: unknown }).$secret === true;

const reference = /^\$(res|var):[uf]\/[A-Za-z0-9_./-]+$/;
/** Whether a value refers to a resource or a variable that is put in when the run starts. */
export const isReference = (value: unknown): value is string => typeof value === 'string' && reference.test(value);
