import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { requestInvalid } from '../../common/request-invalid.ts';
import { isReference } from '../../schema/validator.ts';
import type { PolicyEntry } from './policy.ts';

/** Facts of the session that an argument may ask for. */
export type ArgumentFacts = { readonly [fact: string]: unknown };

/** All arguments of a run: what the caller gave as far as it is theirs to give, then what the session tells, then what the release fixes. Later ones win. */
export function argumentsOf(entry: PolicyEntry, given: JsonObject, facts: ArgumentFacts): JsonObject {
  const fromSession = Object.entries(entry.session).map(([argument, field]) => [argument, facts[field] ?? null] as const);
  return { ...openArguments(entry, given), ...Object.fromEntries(fromSession), ...entry.fixed } as JsonObject;
}

function openArguments({ open, run_as: runAs }: PolicyEntry, given: JsonObject): JsonObject {
  const names = new Set(open.map(({ name }) => name));
  const surplus = Object.keys(given).filter((name) => !names.has(name));
  if (surplus.length > 0) throw requestInvalid(surplus.map((name) => ({ path: ['args', name], message: 'this argument is not open to viewers of the app' })));
  // It would be looked up with the rights of the author, further down in a flow at the latest.
  const reference = runAs === 'author' ? Object.entries(given).find(([, value]) => holdsReference(value)) : undefined;
  if (reference)
    throw new AppError(
      'app/reference_refused',
      `\`${reference[0]}\` begins like a reference to a resource or variable, and this action runs as the author of the app. Write it differently.`,
      { argument: reference[0] },
    );
  return given;
}

function holdsReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isReference(value);
  return Object.values(value).some(holdsReference);
}
