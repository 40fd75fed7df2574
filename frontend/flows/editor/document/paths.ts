import type { FieldPath } from './flow-document.ts';

/** The keys of a JSON pointer. */
export const segmentsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at a path, or undefined. */
export function getAt(value: unknown, path: FieldPath): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** A copy with another value at a path; what is not on the path is shared. `undefined` takes the key away. Objects on the way are made. */
export function setAt<T>(value: T, path: FieldPath, next: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return next as T;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as unknown[])];
    const changed = setAt(copy[Number(key)], rest, next);
    if (changed === undefined) copy.splice(Number(key), 1);
    else copy[Number(key)] = changed;
    return copy as T;
  }
  const object = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const changed = setAt(Object.hasOwn(object, key) ? object[key] : undefined, rest, next);
  if (changed !== undefined) return { ...object, [key]: changed } as T;
  const { [String(key)]: _removed, ...others } = object;
  return others as T;
}
