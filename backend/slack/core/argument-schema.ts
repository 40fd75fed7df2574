import type { JsonObject } from '../../common/json.ts';

/** The part of a JSON Schema that text and forms of Slack understand. */
export type ArgumentSchema = {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  format?: string;
  items?: ArgumentSchema;
  anyOf?: ArgumentSchema[];
  oneOf?: ArgumentSchema[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  password?: boolean;
  'x-ui'?: { multiline?: boolean; placeholder?: string; secret?: boolean; order?: number | string[]; widget?: string };
};

/** One argument of a runnable, with what its kind is to a person who types. */
export type Argument = { name: string; label: string; schema: ArgumentSchema; kind: ArgumentKind; isRequired: boolean; isSecret: boolean };

/** How the value of an argument is written. */
export type ArgumentKind = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'choices' | 'date' | 'date-time' | 'time' | 'email' | 'uri' | 'list' | 'json';

/** The arguments of a schema in the order in which people see them, without those that are set already. */
export function argumentsOf(schema: JsonObject, without: readonly string[] = []): Argument[] {
  const properties = (schema['properties'] ?? {}) as Record<string, ArgumentSchema>;
  const required = new Set((schema['required'] ?? []) as string[]);
  const order = (schema['x-ui'] as { order?: unknown } | undefined)?.order;
  const place = (name: string): number => {
    const own = properties[name]?.['x-ui']?.order;
    const listed = Array.isArray(order) ? order.indexOf(name) : -1;
    return listed >= 0 ? listed : typeof own === 'number' ? own : Number.MAX_SAFE_INTEGER;
  };
  return Object.keys(properties)
    .filter((name) => !without.includes(name))
    .map((name, index) => ({ name, index }))
    .toSorted((one, other) => place(one.name) - place(other.name) || one.index - other.index)
    .map(({ name }) => toArgument(name, properties[name] ?? {}, required.has(name)));
}

function toArgument(name: string, given: ArgumentSchema, isRequired: boolean): Argument {
  const schema = withoutNull(given);
  const isSecret = schema.password === true || schema.format === 'password' || schema['x-ui']?.secret === true;
  return { name, label: schema.title ?? humanise(name), schema, kind: kindOf(schema), isRequired, isSecret };
}

/** A value that may be null is one that may be left away. */
function withoutNull(schema: ArgumentSchema): ArgumentSchema {
  const branches = (schema.anyOf ?? schema.oneOf)?.filter(({ type, const: only }) => type !== 'null' && only !== null);
  const rest = branches?.length === 1 ? { ...branches[0], ...schema, anyOf: undefined, oneOf: undefined } : schema;
  const types = Array.isArray(rest.type) ? rest.type.filter((type) => type !== 'null') : null;
  const single = types?.length === 1 ? { ...rest, type: types[0] as string } : rest;
  return single.enum?.includes(null) ? { ...single, enum: single.enum.filter((value) => value !== null) } : single;
}

const textFormats = new Set<string>(['date', 'date-time', 'time', 'email', 'uri']);

function kindOf(schema: ArgumentSchema): ArgumentKind {
  const isPlainEnum = schema.enum?.every((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
  if (schema.enum && schema.enum.length > 0 && isPlainEnum) return 'choice';
  if (schema.type === 'string') return schema.format && textFormats.has(schema.format) ? (schema.format as ArgumentKind) : 'text';
  if (schema.type === 'number' || schema.type === 'integer' || schema.type === 'boolean') return schema.type;
  if (schema.type !== 'array') return 'json';
  const inner = schema.items ? kindOf(withoutNull(schema.items)) : 'json';
  if (inner === 'choice') return 'choices';
  return ['text', 'number', 'integer', 'email', 'uri', 'date'].includes(inner) ? 'list' : 'json';
}

/** The choices of an argument, as they are shown and as they are. */
export function choicesOf({ schema, kind }: Argument): { text: string; value: unknown }[] {
  const values = kind === 'choices' ? (schema.items?.enum ?? []) : (schema.enum ?? []);
  return values.map((value) => ({ text: String(value), value }));
}

function humanise(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, (_match, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}
