import { flowNames } from './names.ts';

/** A place in the data in scope: a name, then keys. */
export type MemberPath = { readonly root: string; readonly keys: readonly (string | number)[] };

/** Value of a simple path; `needs_engine` where only the engine gives JavaScript's answer, such as for an inherited `length`. */
export type MemberValue = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'needs_engine' };

const key = /\s*\.\s*([A-Za-z_$][\w$]*)|\s*\[\s*(?:(0|[1-9]\d{0,8})|'([^'\\\n]*)'|"([^"\\\n]*)")\s*\]/y;
const name = /\s*([A-Za-z_$][\w$]*)/y;

/** Reads sources such as `results.fetch.items[0]['first name']` without a parser; `null` for everything else. */
export function readMemberPath(source: string, names: ReadonlySet<string> = flowNames): MemberPath | null {
  name.lastIndex = 0;
  const root = name.exec(source)?.[1];
  if (root === undefined || !names.has(root)) return null;
  const keys: (string | number)[] = [];
  let position = name.lastIndex;
  for (;;) {
    key.lastIndex = position;
    const found = key.exec(source);
    if (!found) break;
    position = key.lastIndex;
    keys.push(found[2] === undefined ? (found[1] ?? found[3] ?? found[4] ?? '') : Number(found[2]));
  }
  return /^[\s;]*$/.test(source.slice(position)) ? { root, keys } : null;
}

/**
 * Reads the place without an engine. Absent is `null`, as everywhere in expressions; a key of something absent needs the
 * engine, whose error names it. Only own properties are read, so that prototypes stay out of reach.
 */
export function evaluateMemberPath({ root, keys }: MemberPath, scope: Readonly<Record<string, unknown>>): MemberValue {
  let value: unknown = Object.hasOwn(scope, root) ? scope[root] : undefined;
  for (const step of keys) {
    if (typeof value !== 'object' || value === null) return { kind: 'needs_engine' };
    if (Object.hasOwn(value, step)) value = (value as Record<string | number, unknown>)[step];
    else if (step in value) return { kind: 'needs_engine' };
    else value = undefined;
  }
  return { kind: 'value', value: value ?? null };
}
