import type { JsonObject } from '../common/json.ts';
import { isReference } from '../schema/validator.ts';

/** How a secret stands in the database: cipher text. */
export type Encrypted = { $encrypted: string };

/** What stands for a secret in everything that leaves the server; sent back, it keeps the stored value. */
export const hiddenSecret = { $secret: true } as const;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is cipher text. */
export const isEncrypted = (value: unknown): value is Encrypted => isObject(value) && typeof value['$encrypted'] === 'string';

/** Whether a value stands for a secret that is already stored. */
export const isHidden = (value: unknown): boolean => isObject(value) && value['$secret'] === true;

/** JSON pointer of a place below another one. */
const below = (pointer: string, key: string | number): string => `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** JSON pointers of the fields that a schema marks as secret, at any depth of `properties`. */
export function secretPointers(schema: JsonObject, pointer = ''): string[] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>);
  return properties.flatMap(([name, property]) => (isMarked(property) ? [below(pointer, name)] : isObject(property) ? secretPointers(property, below(pointer, name)) : []));
}

/** `x-ui.secret` is ours; `format: password` and `password: true` are what other tools write. */
function isMarked(property: unknown): boolean {
  if (!isObject(property)) return false;
  const hints = property['x-ui'];
  return (isObject(hints) && hints['secret'] === true) || property['format'] === 'password' || property['password'] === true;
}

/** Whether a value is worth encrypting: not empty, and not a reference, which is no secret and must stay readable. */
export const isSecretValue = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && !isReference(value);

/** A copy of a value in which `replace` may exchange any part, by its JSON pointer; `undefined` goes on into the part. */
export function replaceParts(value: unknown, replace: (part: unknown, pointer: string) => { with: unknown } | undefined, pointer = ''): unknown {
  const replaced = replace(value, pointer);
  if (replaced) return replaced.with;
  if (Array.isArray(value)) return value.map((part: unknown, index) => replaceParts(part, replace, below(pointer, index)));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaceParts(part, replace, below(pointer, key))]));
}

/** What people see of a stored value. */
export function hideSecrets(value: JsonObject): JsonObject {
  return replaceParts(value, (part) => (isEncrypted(part) ? { with: hiddenSecret } : undefined)) as JsonObject;
}

/** The part of a value at a JSON pointer. */
export function partAt(value: unknown, pointer: string): unknown {
  if (pointer === '') return value;
  const keys = pointer.slice(1).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>((part, key) => (Array.isArray(part) ? part[Number(key)] : isObject(part) ? part[key] : undefined), value);
}

/** Every string within a secret, for redaction. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  return isObject(value) ? Object.values(value).flatMap(stringsOf) : [];
}
