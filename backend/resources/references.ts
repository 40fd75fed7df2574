import { isReference } from '../schema/validator.ts';

/** Paths that a value refers to, by strings that are nothing but `$res:<path>` or `$var:<path>`. */
export type References = { resources: Set<string>; variables: Set<string> };

/** Values nested deeper than this hold no references: nobody writes such, and following them would cost a stack. */
const deepest = 60;

/** Finds the references in a value. */
export function findReferences(value: unknown, found: References = { resources: new Set(), variables: new Set() }, depth = 0): References {
  if (isReference(value)) (value.startsWith('$res:') ? found.resources : found.variables).add(pathOf(value));
  else if (typeof value === 'object' && value !== null && depth < deepest) for (const part of Object.values(value)) findReferences(part, found, depth + 1);
  return found;
}

/** A copy of a value with what `lookUp` gives in the place of each reference; a value without references is given back itself. */
export function replaceReferences(value: unknown, lookUp: (reference: string) => unknown, depth = 0): unknown {
  if (isReference(value)) return lookUp(value);
  if (typeof value !== 'object' || value === null || depth >= deepest) return value;
  if (Array.isArray(value)) return value.map((part: unknown) => replaceReferences(part, lookUp, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaceReferences(part, lookUp, depth + 1)]));
}

/** The path behind `$res:` or `$var:`. */
export const pathOf = (reference: string): string => reference.slice('$res:'.length);
