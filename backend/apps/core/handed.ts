import type { AppAction, AppDocument } from '../app.contract.ts';
import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import type { ComponentCatalog } from './catalog.ts';
import { walk } from './tree.ts';

/** What a component gives to an action that one of its props names, such as the question of a table: names of arguments, or all that are left. */
export type Handed = { readonly component: string; readonly names: readonly string[] | 'rest' };

/** Who hands arguments to which action. */
export function handedBy(document: AppDocument, catalog: ComponentCatalog): ReadonlyMap<string, readonly Handed[]> {
  const found = new Map<string, Handed[]>();
  for (const { node } of walk(document)) {
    for (const [prop, names] of Object.entries(catalog.get(node.type)?.hands ?? {})) {
      const action = node.props[prop];
      if (typeof action !== 'string' || names === undefined) continue;
      found.set(action, [...(found.get(action) ?? []), { component: node.id, names }]);
    }
  }
  return found;
}

/** Arguments of an action that components give: those that the action itself says nothing about. */
export function handedArguments(action: AppAction, handed: readonly Handed[] | undefined, schema: JsonSchema | undefined): { name: string; from: string }[] {
  const known = Object.keys(schema?.properties ?? {});
  const all = (handed ?? []).flatMap(({ component, names }) => (names === 'rest' ? known : names).map((name) => ({ name, from: component })));
  const seen = new Set(Object.keys(action.args));
  return all.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** The schema of what a component that hands over the rest asks for; `null` where none does. */
export function restSchema(action: AppAction, handed: readonly Handed[] | undefined, schema: JsonSchema | undefined): JsonSchema | null {
  if (!schema || !(handed ?? []).some(({ names }) => names === 'rest')) return null;
  const isLeft = (name: string): boolean => !Object.hasOwn(action.args, name);
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => isLeft(name))),
    ...(schema.required ? { required: schema.required.filter(isLeft) } : {}),
  };
}
