import type { JsonObject } from '../../common/json.ts';

/**
 * The arguments in which `$res:` and `$var:` stay text: all but those that ask for a resource. A model writes what it has read somewhere, and
 * must not get at a secret of its person by naming it.
 */
export function plainArgumentsOf(schema: JsonObject, args: JsonObject): string[] {
  const properties = (schema['properties'] ?? {}) as Record<string, { format?: unknown } | undefined>;
  const asksForResource = (name: string): boolean => {
    const format = properties[name]?.format;
    return typeof format === 'string' && format.startsWith('resource-');
  };
  return Object.keys(args)
    .filter((name) => !asksForResource(name))
    .slice(0, 100);
}
