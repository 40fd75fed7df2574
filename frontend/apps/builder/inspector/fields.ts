import type { ComponentDefinition, FieldGroup, FieldHint } from '../../../../components/component.ts';
import { propSchemaOf } from '../../../../backend/apps/core/catalog.ts';
import type { JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';

/** How a prop is edited as a value. */
export type FieldKind =
  'text' | 'long_text' | 'code' | 'number' | 'boolean' | 'choice' | 'choices' | 'texts' | 'icon' | 'options' | 'action' | 'items' | 'columns' | 'json';

/** A prop as the inspector shows it: read off the schema of the component, so that a new component needs no form of its own. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly group: FieldGroup;
  readonly isAdvanced: boolean;
  /** Part of what a release allows: no expression. */
  readonly isFixed: boolean;
  readonly kind: FieldKind;
  readonly choices: readonly (string | number)[];
  readonly fallback: unknown;
  readonly isRequired: boolean;
  readonly schema: JsonSchema;
};

const fields = new WeakMap<ComponentDefinition, readonly Field[]>();

/** The fields of a component, in the order of its definition. */
export function fieldsOf(definition: ComponentDefinition): readonly Field[] {
  const known = fields.get(definition);
  if (known) return known;
  const { properties = {}, required = [], ...rest } = propSchemaOf(definition);
  const shared = (rest['$defs'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const made = Object.entries(properties).map(([name, schema]) => fieldOf(name, resolved(schema, shared), required.includes(name)));
  fields.set(definition, made);
  return made;
}

/** A field for a value of which there is a schema: a prop, an argument of a runnable, a part of an item. */
export function fieldOf(name: string, schema: JsonSchema, isRequired: boolean): Field {
  const { label, description, group, isAdvanced, isFixed, field } = schema as {
    label?: string;
    description?: string;
    group?: FieldGroup;
    isAdvanced?: boolean;
    isFixed?: boolean;
    field?: FieldHint;
  };
  return {
    name,
    label: label ?? (typeof schema['title'] === 'string' ? schema['title'] : wordsOf(name)),
    description: description ?? null,
    group: group ?? 'content',
    isAdvanced: isAdvanced === true,
    isFixed: isFixed === true,
    kind: kindOf(schema, field),
    choices: (schema.enum ?? (typeof schema.items === 'object' ? schema.items.enum : undefined) ?? []) as (string | number)[],
    fallback: schema['default'],
    isRequired,
    schema,
  };
}

const hinted: Partial<Record<FieldHint, FieldKind>> = {
  text: 'text',
  long_text: 'long_text',
  code: 'code',
  json_schema: 'json',
  markdown: 'long_text',
  icon: 'icon',
  options: 'options',
  action: 'action',
  columns: 'columns',
  keyed_items: 'items',
};

function kindOf(schema: JsonSchema, hint: FieldHint | undefined): FieldKind {
  const fromHint = hint && hinted[hint];
  if (fromHint) return fromHint;
  if (schema.enum) return 'choice';
  if (isListOfObjects(schema)) return 'items';
  if (schema.type === 'array' && typeof schema.items === 'object' && schema.items.type === 'string') return schema.items.enum ? 'choices' : 'texts';
  const types = [schema.type, ...(schema.anyOf ?? []).map(({ type }) => type)].flat();
  if (types.includes('boolean') && types.length === 1) return 'boolean';
  if (types.includes('string')) return 'text';
  if (types.includes('number') || types.includes('integer')) return 'number';
  return 'json';
}

/** `created_at` is "Created at". */
const wordsOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;

const isListOfObjects = ({ type, items }: JsonSchema): boolean => type === 'array' && typeof items === 'object' && items.properties !== undefined;

/** The fields of the items of a list: what each option, column or tab has. */
export function itemFieldsOf({ schema }: Field): readonly Field[] {
  const { items } = schema;
  const objects = typeof items === 'object' ? [items, ...(items.anyOf ?? [])] : [];
  const { properties = {}, required = [] } = objects.find((candidate) => candidate.properties !== undefined) ?? {};
  return Object.entries(properties).map(([name, inner]) => fieldOf(name, inner, required.includes(name)));
}

/** A field for a plain value that has no schema: of a step, of a variable. */
export const plainField = (label: string, kind: FieldKind = 'text'): Field => ({ ...fieldOf(label, {}, false), label, kind });

const deepest = 6;

/** A schema with what it refers to put in its place. */
function resolved<Value>(schema: Value, shared: Readonly<Record<string, JsonSchema>>, depth = 0): Value {
  if (typeof schema !== 'object' || schema === null || depth > deepest) return schema;
  if (Array.isArray(schema)) return schema.map((part: unknown) => resolved(part, shared, depth + 1)) as Value;
  const { $ref: reference } = schema as { $ref?: unknown };
  const target = typeof reference === 'string' ? shared[reference.replace('#/$defs/', '')] : undefined;
  if (target) return resolved(target, shared, depth + 1) as Value;
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, resolved(part as unknown, shared, depth + 1)])) as Value;
}
