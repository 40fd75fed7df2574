import type { JsonObject } from '../../common/json.ts';
import type { ScriptSettings } from '../../scripts/scripts.contract.ts';

/** Under which keys a job is admitted; both `null` for a job without limits, which goes straight to the queue. */
export type AdmissionKeys = { admissionKey: string | null; debounceKey: string | null };

const longestKey = 300;

/**
 * The keys of a job: what its script says, with the holes filled from the arguments, or its path. Jobs with a concurrency key
 * share it also with their debounced calls, so that one decision sees them all.
 */
export function admissionKeys({ concurrency, debounce }: ScriptSettings, path: string, args: JsonObject): AdmissionKeys {
  const debounceKey = debounce ? `debounce:${fill(debounce.key ?? path, args)}` : null;
  const concurrencyKey = concurrency ? `concurrency:${fill(concurrency.key ?? path, args)}` : null;
  return { admissionKey: concurrencyKey ?? debounceKey, debounceKey };
}

/** When to look at a debounced call for the first time, in seconds: at once where its coming may be what makes a run full. */
export const lookAfter = (debounce: ScriptSettings['debounce']): number | undefined =>
  debounce?.max_calls === undefined && debounce?.gather === undefined ? debounce?.delay_s : undefined;

/** Fills `{{args.customer.id}}` with the value at that place; what is not there is empty. */
function fill(template: string, args: JsonObject): string {
  const filled = template.replace(/\{\{\s*args\.([\w.]+)\s*\}\}/g, (_hole, place: string) => textOf(valueAt(args, place.split('.'))));
  return filled.slice(0, longestKey);
}

function valueAt(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return undefined;
  return valueAt((value as Record<string, unknown>)[first], rest);
}

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
