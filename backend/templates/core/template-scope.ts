/** What a name stands for within a template: the value at hand, what is around it, and `@index` and its like. */
export type TemplateScope = { value: unknown; data: Readonly<Record<string, unknown>>; parent: TemplateScope | null };

/** A path of a template: `../order.id` is `{depth: 1, parts: ['order', 'id']}`, `@index` has `isData`. */
export type TemplatePath = { depth: number; isData: boolean; parts: readonly string[] };

/**
 * Reads a path. Only what an object holds itself is there: nothing of a prototype, no getter, no function. What is not there is
 * `undefined`, as in every Handlebars.
 */
export function lookUp(scope: TemplateScope, { depth, isData, parts }: TemplatePath): unknown {
  let from: TemplateScope | null = scope;
  for (let level = 0; level < depth && from; level += 1) from = from.parent;
  let value: unknown = isData ? from?.data : from?.value;
  for (const part of parts) value = ownProperty(value, part);
  return value;
}

function ownProperty(value: unknown, name: string): unknown {
  if (typeof value === 'string' || (Array.isArray(value) && name === 'length')) return name === 'length' ? value.length : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const property = Object.getOwnPropertyDescriptor(value, name);
  return property && 'value' in property && typeof property.value !== 'function' ? property.value : undefined;
}

/** What `{{#if}}` takes for false: also the empty list, as Handlebars does. */
export const isTruthy = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
