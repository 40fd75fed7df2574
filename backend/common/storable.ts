import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Deeper values are a mistake or an attack: what walks them would run out of stack, here or in Postgres. */
export const deepestNesting = 200;

type Found = { path: PropertyKey[]; message: string };

/**
 * Finds what cannot be kept as it came in a value from outside: a NUL character or half of a surrogate pair in any text or key, which Postgres
 * refuses; a number beyond a double, which would become null; the key `__proto__`, which parts of JavaScript drop or follow; nesting without end. `null` when there is nothing of the kind.
 */
export function findUnstorable(value: unknown): StandardSchemaV1.Issue | null {
  return find(value, 0);
}

/** Walks every request body, so the path is put together only on the way back from a find. */
function find(value: unknown, depth: number): Found | null {
  if (typeof value === 'string') return findInText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? null : { path: [], message: 'this number is too large; send it as text' };
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= deepestNesting) return { path: [], message: `it is nested deeper than ${deepestNesting} levels` };
  return Array.isArray(value) ? findInItems(value, depth) : findInFields(value as Record<string, unknown>, depth);
}

function findInItems(items: readonly unknown[], depth: number): Found | null {
  for (let index = 0; index < items.length; index += 1) {
    const found = find(items[index], depth + 1);
    if (found) return { ...found, path: [index, ...found.path] };
  }
  return null;
}

function findInFields(fields: Record<string, unknown>, depth: number): Found | null {
  for (const key of Object.keys(fields)) {
    const inKey = key === '__proto__' ? { path: [key], message: 'this name is reserved' } : findInText(key);
    if (inKey) return inKey;
    const found = find(fields[key], depth + 1);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return null;
}

function findInText(text: string): Found | null {
  if (text.includes('\0')) return { path: [], message: 'it holds a NUL character (\\u0000), which cannot be stored' };
  return text.isWellFormed() ? null : { path: [], message: 'it holds half of a surrogate pair, which is not valid Unicode' };
}
