import { isReference } from './validator.ts';

/** The texts within a value that look like references. */
export function* referencesIn(value: unknown): Generator<string> {
  if (isReference(value)) yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* referencesIn(inner);
}
