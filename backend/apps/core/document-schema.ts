import { z } from 'zod';
import { catalog } from '../../../components/definitions.ts';
import type { ComponentDefinition } from '../../../components/component.ts';
import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import { AppDocument } from '../app.contract.ts';
import { propSchemaOf } from './catalog.ts';

type Schema = Record<string, unknown>;

const expression = { $ref: '#/$defs/AppExpression' };
let made: Schema | null = null;

/**
 * JSON Schema (2020-12) of the document of an app, for editors, programs and agents that write one. It comes from the contract and the
 * definitions of the components, so it cannot say anything else than the server does. What it cannot say (names that are used twice, circles,
 * expressions) the check of the server says.
 */
export function documentSchema(): Schema {
  made ??= make();
  return made;
}

function make(): Schema {
  const schema = z.toJSONSchema(AppDocument, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;
  const definitions = schema['$defs'] as Record<string, Schema>;
  const node = definitions['AppNode'] as Schema & { properties: Record<string, Schema> };
  const components = [...catalog.values()];
  node.properties['type'] = { enum: components.map(({ type }) => type) };
  // Of another type, or as that type says.
  // Of each type: either it is another one, or this is what it may hold.
  node['allOf'] = components.map(({ type }) => ({ anyOf: [{ properties: { type: { not: { const: type } } } }, { $ref: `#/$defs/component_${type}` }] }));
  for (const component of components) Object.assign(definitions, componentSchemas(component));
  return { title: 'Millrace app', ...schema };
}

/** What a node of one type may hold, and the shapes that its props share, by the names under which they stand in the whole schema. */
function componentSchemas(definition: ComponentDefinition): Schema {
  const { type, title, description, events = {}, slots = {}, slotsOf } = definition;
  const own = propSchemaOf(definition) as { properties?: Record<string, JsonSchema>; $defs?: Schema };
  const prefix = `component_${type}`;
  const props = mapped(own.properties ?? {}, (schema) => orExpression(schema, prefix));
  const shared = Object.entries(own.$defs ?? {}).map(([name, schema]) => [`${prefix}_${name}`, withInner(schema, prefix)] as const);
  const node = {
    title,
    description,
    properties: {
      props: { type: 'object', properties: props },
      on: named(Object.keys(events)),
      ...(slotsOf ? {} : { slots: named(Object.keys(slots)) }),
    },
  };
  return { [prefix]: node, ...Object.fromEntries(shared) };
}

/** A value may be computed, and so may every value inside of it. */
function orExpression(schema: unknown, prefix: string): Schema {
  return { anyOf: [expression, withInner(schema, prefix)] };
}

function withInner(schema: unknown, prefix: string): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  // Annotations for the inspector mean nothing outside of the product.
  const { field: _field, group: _group, isAdvanced: _advanced, label, $schema: _dialect, id: _id, $ref: reference, ...rest } = schema as Schema;
  const inner = (part: unknown): unknown => orExpression(part, prefix);
  const { items, properties, additionalProperties: others } = rest;
  return {
    ...rest,
    ...(label === undefined ? {} : { title: label }),
    ...(typeof reference === 'string' ? { $ref: reference.replace('#/$defs/', `#/$defs/${prefix}_`) } : {}),
    ...(items === undefined ? {} : { items: inner(items) }),
    ...(properties === undefined ? {} : { properties: mapped(properties, inner) }),
    ...(typeof others === 'object' ? { additionalProperties: inner(others) } : {}),
    ...Object.fromEntries(unions.flatMap((key) => (Array.isArray(rest[key]) ? [[key, rest[key].map((part: unknown) => withInner(part, prefix))]] : []))),
  };
}

const named = (names: readonly string[]): Schema => (names.length === 0 ? { maxProperties: 0 } : { propertyNames: { enum: names } });
const unions = ['anyOf', 'oneOf', 'allOf'];
const mapped = (properties: unknown, change: (schema: unknown) => unknown): Schema =>
  Object.fromEntries(Object.entries(properties as Schema).map(([name, schema]) => [name, change(schema)]));
