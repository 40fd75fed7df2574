import { z } from 'zod';
import type { ComponentDefinition } from '../../../components/component.ts';
import type { JsonSchema } from '../../expressions/core/json-schema.ts';

/** The components that documents may use, by type. */
export type ComponentCatalog = ReadonlyMap<string, ComponentDefinition>;

const stateSchemas = new WeakMap<ComponentDefinition, JsonSchema>();
const propSchemas = new WeakMap<ComponentDefinition, JsonSchema>();

/** JSON Schema of what a component exposes to expressions. */
export function stateSchemaOf(definition: ComponentDefinition): JsonSchema {
  return kept(stateSchemas, definition, () => z.toJSONSchema(definition.state, { unrepresentable: 'any', io: 'output', reused: 'inline' }) as JsonSchema);
}

/** JSON Schema of the props of a component, as the inspector and the schema of documents have it. */
export function propSchemaOf(definition: ComponentDefinition): JsonSchema {
  return kept(propSchemas, definition, () => z.toJSONSchema(definition.props, { unrepresentable: 'any', io: 'input', reused: 'inline' }) as JsonSchema);
}

function kept(cache: WeakMap<ComponentDefinition, JsonSchema>, definition: ComponentDefinition, make: () => JsonSchema): JsonSchema {
  const known = cache.get(definition) ?? make();
  cache.set(definition, known);
  return known;
}
