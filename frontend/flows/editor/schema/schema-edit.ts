import type { JsonObject } from '../../../../backend/common/json.ts';
import { asSchema, type Schema } from '../../../schema-form/schema.ts';

/** What a field can be, in the words of the builder. */
export type FieldType = 'text' | 'long_text' | 'number' | 'integer' | 'boolean' | 'choice' | 'date' | 'date_time' | 'list' | 'object' | 'resource' | 'any';

/** A field of a form as the builder shows it. */
export type FieldRow = {
  readonly name: string;
  readonly type: FieldType;
  readonly isRequired: boolean;
  readonly description: string;
  readonly schema: Schema;
};

/** The types that can be chosen, with their words. */
export const fieldTypes: readonly { readonly value: FieldType; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'long_text', label: 'Long text' },
  { value: 'number', label: 'Number' },
  { value: 'integer', label: 'Whole number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'choice', label: 'Choice' },
  { value: 'date', label: 'Date' },
  { value: 'date_time', label: 'Date and time' },
  { value: 'list', label: 'List of texts' },
  { value: 'object', label: 'JSON object' },
  { value: 'resource', label: 'Resource' },
  { value: 'any', label: 'Anything' },
];

const bodies: Readonly<Record<FieldType, Schema>> = {
  text: { type: 'string' },
  long_text: { type: 'string', 'x-ui': { multiline: true } },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  choice: { type: 'string', enum: ['one', 'two'] },
  date: { type: 'string', format: 'date' },
  date_time: { type: 'string', format: 'date-time' },
  list: { type: 'array', items: { type: 'string' } },
  object: { type: 'object' },
  resource: { type: 'object', format: 'resource-postgresql' },
  any: {},
};

/** The fields of a schema, in their order. */
export function rowsOf(schema: JsonObject): FieldRow[] {
  const { properties = {}, required = [] } = asSchema(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    isRequired: required.includes(name),
    description: property.description ?? '',
    schema: property,
  }));
}

/** What a field is; something that the builder cannot say is shown as what comes next to it and keeps what it has. */
export function typeOf(schema: Schema): FieldType {
  if (schema.enum) return 'choice';
  if (schema.format?.startsWith('resource-')) return 'resource';
  switch (schema.type) {
    case 'string':
      if (schema.format === 'date' || schema.format === 'date-time') return schema.format === 'date' ? 'date' : 'date_time';
      return schema['x-ui']?.multiline ? 'long_text' : 'text';
    case 'number':
    case 'integer':
    case 'boolean':
    case 'object':
      return schema.type;
    case 'array':
      return 'list';
    default:
      return 'any';
  }
}

/** One more field, with a name that is free. */
export function addField(schema: JsonObject, wish = 'field'): { schema: JsonObject; name: string } {
  const taken = Object.keys(asSchema(schema).properties ?? {});
  let name = wish;
  for (let number = 2; taken.includes(name); number += 1) name = `${wish}_${number}`;
  return { name, schema: withProperties(schema, [...entriesOf(schema), [name, bodies.text]]) };
}

/** A field taken away. */
export const removeField = (schema: JsonObject, name: string): JsonObject =>
  withRequired(
    withProperties(
      schema,
      entriesOf(schema).filter(([other]) => other !== name),
    ),
    name,
    false,
  );

/** Why a name cannot be that of a field; null where it can. */
export function problemOfName(schema: JsonObject, from: string, to: string): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(to)) return 'Letters, digits and _, beginning with a letter';
  return to !== from && Object.hasOwn(asSchema(schema).properties ?? {}, to) ? 'There is another field of this name' : null;
}

/** A field under another name, at its place. */
export function renameField(schema: JsonObject, from: string, to: string): JsonObject {
  const isRequired = asSchema(schema).required?.includes(from) ?? false;
  const renamed = withProperties(
    schema,
    entriesOf(schema).map(([name, property]) => [name === from ? to : name, property]),
  );
  return withRequired(withRequired(renamed, from, false), to, isRequired);
}

/** A field at another place in the form. */
export function moveField(schema: JsonObject, name: string, by: -1 | 1): JsonObject {
  const entries = entriesOf(schema);
  const index = entries.findIndex(([other]) => other === name);
  const target = index + by;
  const moved = entries[index];
  if (!moved || target < 0 || target >= entries.length) return schema;
  entries.splice(index, 1);
  entries.splice(target, 0, moved);
  return withProperties(schema, entries);
}

/** A field of another type; title, description and, where it fits, the default stay. */
export function setType(schema: JsonObject, name: string, type: FieldType): JsonObject {
  return changeField(schema, name, ({ title, description }) => ({
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...structuredClone(bodies[type]),
  }));
}

/** A part of a field changed; undefined takes it away. */
export function setPart(schema: JsonObject, name: string, part: Partial<Schema>): JsonObject {
  return changeField(
    schema,
    name,
    (property) => Object.fromEntries(Object.entries({ ...property, ...part }).filter(([, value]) => value !== undefined)) as Schema,
  );
}

/** Whether a field has to be given. */
export const setRequired = (schema: JsonObject, name: string, isRequired: boolean): JsonObject => withRequired(schema, name, isRequired);

const entriesOf = (schema: JsonObject): [string, Schema][] => Object.entries(asSchema(schema).properties ?? {});

function changeField(schema: JsonObject, name: string, change: (property: Schema) => Schema): JsonObject {
  return withProperties(
    schema,
    entriesOf(schema).map(([other, property]) => [other, other === name ? change(property) : property]),
  );
}

function withProperties(schema: JsonObject, entries: readonly (readonly [string, Schema])[]): JsonObject {
  const order = asSchema(schema)['order' as keyof Schema];
  const names = entries.map(([name]) => name);
  const next: Record<string, unknown> = { ...schema, type: 'object', properties: Object.fromEntries(entries) };
  // Forms made elsewhere list their fields in `order`; it must not contradict the fields.
  if (Array.isArray(order)) next['order'] = names;
  return next as JsonObject;
}

function withRequired(schema: JsonObject, name: string, isRequired: boolean): JsonObject {
  const { required = [] } = asSchema(schema);
  if (required.includes(name) === isRequired) return schema;
  return { ...schema, required: isRequired ? [...required, name] : required.filter((other) => other !== name) };
}
