type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const deepest = 40;

/**
 * Why a value does not fit a JSON Schema, in words; `null` where it does. Understands what manifests of components need: types, choices, limits, objects
 * and lists of those. No patterns: one could take for ever.
 */
export function schemaProblem(schema: unknown, value: unknown, place = '', depth = 0): string | null {
  const at = place === '' ? 'it' : place;
  if (schema === true) return null;
  if (!isObject(schema) || depth > deepest) return `${at} may not be given`;
  if ('const' in schema && !same(schema['const'], value)) return `${at} is not ${JSON.stringify(schema['const'])}`;
  if (Array.isArray(schema['enum']) && !schema['enum'].some((choice) => same(choice, value))) return `${at} is none of the choices`;
  if (Array.isArray(schema['anyOf']) && schema['anyOf'].every((choice) => schemaProblem(choice, value, place, depth + 1) !== null))
    return `${at} fits none of what it may be`;
  const types = [schema['type'] ?? []].flat().map(String);
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) return `${at} is no ${types.join(' or ')}`;
  if (typeof value === 'number') return limits(schema, value, 'minimum', 'maximum') ? null : `${at} is outside of its limits`;
  if (typeof value === 'string') return limits(schema, value.length, 'minLength', 'maxLength') ? null : `${at} is too short or too long`;
  if (Array.isArray(value)) return listProblem(schema, value, place, depth);
  return isObject(value) ? objectProblem(schema, value, place, depth) : null;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return ['string', 'number', 'boolean'].includes(type) && typeof value === type;
}

function limits(schema: Schema, amount: number, least: string, most: string): boolean {
  const [from, to] = [schema[least], schema[most]];
  return !(typeof from === 'number' && amount < from) && !(typeof to === 'number' && amount > to);
}

function listProblem(schema: Schema, list: readonly unknown[], place: string, depth: number): string | null {
  if (!limits(schema, list.length, 'minItems', 'maxItems')) return `${place || 'it'} has too few or too many`;
  if (schema['items'] === undefined) return null;
  for (const [index, item] of list.entries()) {
    const problem = schemaProblem(schema['items'], item, `${place}[${index}]`, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function objectProblem(schema: Schema, object: Readonly<Record<string, unknown>>, place: string, depth: number): string | null {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const missing = required.find((name) => !Object.hasOwn(object, name));
  if (missing !== undefined) return `${place === '' ? '' : `${place}.`}${missing} is missing`;
  for (const [name, value] of Object.entries(object)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : (schema['additionalProperties'] ?? true);
    const problem = schemaProblem(own, value, `${place === '' ? '' : `${place}.`}${name}`, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}
