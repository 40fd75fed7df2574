import { isReference, isSame, resolve, withoutNull, type Schema } from './schema.ts';
import { checkValue } from './check-value.ts';

/** How a field is drawn. Each kind has a view in `fields/`. */
export type FieldKind =
  | 'resource'
  | 'secret'
  | 'text'
  | 'code'
  | 'moment'
  | 'choice'
  | 'fixed'
  | 'number'
  | 'boolean'
  | 'choices'
  | 'tags'
  | 'list'
  | 'object'
  | 'union'
  | 'file'
  | 'json';

const codeFormats: Readonly<Record<string, string>> = { sql: 'sql', yaml: 'yaml', json: 'json' };

/** The language of the code editor for a text, or null for one that is no code. */
export const codeLanguageOf = (schema: Schema): string | null =>
  schema['x-ui']?.language ?? (schema.format !== undefined ? (codeFormats[schema.format] ?? null) : null);

/** The resource type that an object field asks for, or null. */
export const resourceTypeOf = (schema: Schema): string | null => /^resource-(.+)$/.exec(schema.format ?? '')?.[1] ?? null;

/** Whether a value is stored encrypted and never shown again. */
export const isSecret = (schema: Schema): boolean => schema['x-ui']?.secret === true || schema.format === 'password' || schema.password === true;

/** How a field is drawn; the schema must be without null and without references. */
export function kindOf(schema: Schema): FieldKind {
  if (resourceTypeOf(schema) !== null) return 'resource';
  if ('const' in schema || (schema.enum?.length === 1 && schema.default === undefined)) return 'fixed';
  if (schema.enum) return 'choice';
  if (branchesOf(schema)) return 'union';
  switch (schema.type) {
    case 'string':
      return kindOfText(schema);
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return kindOfList(schema);
    case 'object':
      return schema.properties && Object.keys(schema.properties).length > 0 ? 'object' : 'json';
    default:
      return 'json';
  }
}

function kindOfText(schema: Schema): FieldKind {
  if (isSecret(schema)) return 'secret';
  if (schema.contentEncoding === 'base64') return 'file';
  if (codeLanguageOf(schema) !== null) return 'code';
  return schema.format === 'date' || schema.format === 'date-time' ? 'moment' : 'text';
}

function kindOfList(schema: Schema): FieldKind {
  if (schema.items?.enum) return 'choices';
  if (schema.items?.type === 'string' && schema.prefixItems === undefined && kindOfText(schema.items) === 'text' && !schema.items['x-ui']?.multiline)
    return 'tags';
  return schema.items || schema.prefixItems ? 'list' : 'json';
}

/** The branches of a choice between shapes, with titles; null when there is only one shape. */
export function branchesOf(schema: Schema): Schema[] | null {
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches && branches.length > 1) return branches.map((branch, index) => ({ ...branch, title: branch.title ?? titleOfBranch(branch, index) }));
  if (Array.isArray(schema.type))
    return schema.type.map((type) => ({
      type,
      title: typeTitles[type] ?? type,
      ...(type === 'array' ? { items: schema.items } : {}),
      ...(type === 'object' ? { properties: schema.properties, required: schema.required } : {}),
    }));
  return null;
}

const typeTitles: Readonly<Record<string, string>> = {
  string: 'Text',
  number: 'Number',
  integer: 'Whole number',
  boolean: 'Yes or no',
  object: 'Object',
  array: 'List',
};

function titleOfBranch(branch: Schema, index: number): string {
  const constant = Object.values(branch.properties ?? {}).find((property) => 'const' in property || property.enum?.length === 1);
  if (constant) return String(constant.const ?? constant.enum?.[0]);
  const resource = resourceTypeOf(branch);
  return resource ?? (typeof branch.type === 'string' ? typeTitles[branch.type] : undefined) ?? `Option ${index + 1}`;
}

/** Which branch a value belongs to: one that it fits, else the one with the fewest complaints; the first one for no value. */
export function branchOf(branches: readonly Schema[], value: unknown, root: Schema): number {
  if (value === undefined || value === null) return 0;
  const complaints = branches.map((branch) => {
    const fixed = Object.entries(branch.properties ?? {}).filter(([, property]) => kindOf(property) === 'fixed');
    const isOther = fixed.some(([name, property]) => !isSame((value as Record<string, unknown>)[name], fixedValueOf(property)));
    return checkValue(branch, value, root).length + (isOther ? 1000 : 0);
  });
  return complaints.indexOf(Math.min(...complaints));
}

/** The one value of a field that allows no other. */
export const fixedValueOf = (schema: Schema): unknown => ('const' in schema ? schema.const : schema.enum?.[0]);

/** An object without the fields that allow no other value: the choice of the branch has already said them. */
export function withoutFixed(schema: Schema): Schema {
  if (schema.type !== 'object' || !schema.properties) return schema;
  return { ...schema, properties: Object.fromEntries(Object.entries(schema.properties).filter(([, property]) => kindOf(property) !== 'fixed')) };
}

/** A field of an object, ready to be drawn. */
export type Field = { name: string; schema: Schema; isRequired: boolean; isNullable: boolean };

/** The fields of an object in the order in which they are shown, without those that do not apply to the other values. */
export function fieldsOf(schema: Schema, root: Schema, value: Readonly<Record<string, unknown>>): Field[] {
  const named = Array.isArray(schema['x-ui']?.order) ? schema['x-ui'].order : (schema.order ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, property], index) => {
    const { schema: plain, isNullable } = withoutNull(resolve(property, root));
    const own = plain['x-ui']?.order;
    const place = named.includes(name) ? named.indexOf(name) - 10_000 : typeof own === 'number' ? own : 10_000 + index;
    return { place, field: { name, schema: plain, isRequired: schema.required?.includes(name) === true, isNullable } };
  });
  return fields
    .sort((one, other) => one.place - other.place)
    .map(({ field }) => field)
    .filter(({ schema: property }) => isShown(property, value));
}

function isShown(schema: Schema, siblings: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(schema['x-ui']?.show_if ?? {}).every(([name, wanted]) =>
    Array.isArray(wanted) ? wanted.some((option) => isSame(option, siblings[name])) : isSame(wanted, siblings[name]),
  );
}

/** Fields under their headings; those without one come first. */
export function groupsOf(fields: readonly Field[]): { heading: string | null; fields: Field[] }[] {
  const groups = new Map<string | null, Field[]>();
  for (const field of fields) {
    const heading = field.schema['x-ui']?.group ?? null;
    groups.set(heading, [...(groups.get(heading) ?? []), field]);
  }
  return [...groups]
    .map(([heading, members]) => ({ heading, fields: members }))
    .sort((one, other) => Number(one.heading !== null) - Number(other.heading !== null));
}

/**
 * What stands in a form at first: defaults, values that allow no other, `false` for a switch that must be set. `given` wins.
 * Nothing is invented: a field without a default stays away.
 */
export function initialValue(schema: Schema, given: unknown, root: Schema = schema): unknown {
  const { schema: rule, isNullable } = withoutNull(resolve(schema, root));
  if (isReference(given)) return given;
  if (given !== undefined && kindOf(rule) !== 'object') return given;
  if (given === undefined && rule.default !== undefined) return structuredClone(rule.default);
  switch (kindOf(rule)) {
    case 'fixed':
      return fixedValueOf(rule);
    case 'boolean':
      return isNullable ? undefined : false;
    case 'union':
      return branchesOf(rule)?.[0]?.type === 'object' ? initialValue(branchesOf(rule)?.[0] as Schema, undefined, root) : undefined;
    case 'object':
      return initialObject(rule, given, root, isNullable);
    default:
      return undefined;
  }
}

function initialObject(rule: Schema, given: unknown, root: Schema, isNullable: boolean): unknown {
  if (given === null || (given === undefined && isNullable)) return given;
  const known = (given ?? {}) as Record<string, unknown>;
  const value: Record<string, unknown> = { ...known };
  for (const [name, property] of Object.entries(rule.properties ?? {})) {
    const isRequired = rule.required?.includes(name) === true;
    const { schema: plain } = withoutNull(resolve(property, root));
    const hasDefault = plain.default !== undefined;
    // An optional switch or object that nobody touched is left out: the script then sees its own default.
    if (!isRequired && !hasDefault && known[name] === undefined) continue;
    const first = initialValue(property, known[name], root);
    if (first !== undefined) value[name] = first;
  }
  return value;
}

/** A value without the empty parts that a form leaves behind: what is undefined is not sent. */
export function withField(value: Readonly<Record<string, unknown>>, name: string, next: unknown): Record<string, unknown> {
  const { [name]: _old, ...rest } = value;
  if (next === undefined) return rest;
  return name in value ? { ...value, [name]: next } : { ...rest, [name]: next };
}
