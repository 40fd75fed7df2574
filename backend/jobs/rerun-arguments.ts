import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { isEncrypted } from './job-view.ts';

/** The arguments of a run that is to be repeated. Secrets of the run before are shown to nobody, so they have to be given again. */
export function rerunArguments(given: JsonObject | undefined, before: JsonObject): JsonObject {
  const again = given ?? before;
  const hidden = Object.keys(again).filter((name) => isEncrypted(again[name]) || isMasked(again[name]));
  if (hidden.length === 0) return again;
  throw new AppError('job/args_invalid', `Type the secret arguments again: ${hidden.join(', ')}. They are not shown to anyone.`, {
    problems: hidden.map((name) => ({ pointer: `/${name}`, message: 'Type this secret again' })),
  });
}

const isMasked = (value: unknown): boolean => typeof value === 'object' && value !== null && (value as { $secret?: unknown }).$secret === true;
