import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { validatorFor, type ValidatorOptions } from './validator.ts';

/**
 * Checks the arguments of a run against the schema of the script and gives them with its defaults filled in; what was passed
 * in is not changed. Throws `job/args_invalid` with `details.problems`, each with a JSON pointer to the argument.
 */
export function validateArgs(schema: JsonObject, args: JsonObject, options: ValidatorOptions = {}): JsonObject {
  const checked = options.coerce ? parseStructures(schema, args) : structuredClone(args);
  const problems = validatorFor(schema, options).check(checked);
  if (problems.length === 0) return checked;
  const [first] = problems;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  throw new AppError('job/args_invalid', `The arguments do not fit: ${first?.pointer ?? ''} ${first?.message ?? ''}${more}.`, { problems });
}

/** Arguments of a query are strings: those for objects and lists are read as JSON, where they are JSON. */
function parseStructures(schema: JsonObject, args: JsonObject): JsonObject {
  const properties = (schema['properties'] ?? {}) as Record<string, { type?: unknown } | undefined>;
  return Object.fromEntries(Object.entries(args).map(([name, value]) => {
    const type = properties[name]?.type;
    return [name, typeof value === 'string' && (type === 'object' || type === 'array') ? parsed(value) : value];
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
