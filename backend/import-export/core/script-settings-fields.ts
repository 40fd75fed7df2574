import { z } from 'zod';
import { ScriptSettings } from '../../scripts/scripts.contract.ts';

const number = z.number().nullish();
const name = z.string().nullish();

/** Settings as they stand in `.script.yaml`: names that users of the field know where there are such, ours otherwise. */
export const SettingsFields = z.object({
  tag: name,
  timeout: number,
  cache_ttl: number,
  priority: number,
  envs: z.array(z.string()).nullish(),
  concurrent_limit: number,
  concurrency_time_window_s: number,
  concurrency_key: name,
  debounce_key: name,
  debounce_delay_s: number,
  max_total_debouncing_time: number,
  max_total_debounces_amount: number,
  debounce_args_to_accumulate: z.array(z.string()).nullish(),
  delete_after_secs: number,
  retry: z.unknown().optional(),
  idempotent: z.boolean().nullish(),
  isolation: name,
  is_read_only: z.boolean().nullish(),
  run_approval: z.unknown().optional(),
});
export type SettingsFields = z.infer<typeof SettingsFields>;

/** Writes settings as fields; what is not set is left out. */
export function toSettingsFields(settings: ScriptSettings): SettingsFields {
  const { concurrency, debounce, environment } = settings;
  return {
    tag: settings.tag,
    timeout: settings.timeout_s,
    cache_ttl: settings.cache_ttl_s,
    priority: settings.priority,
    retry: settings.retry,
    idempotent: settings.idempotent,
    isolation: settings.isolation,
    is_read_only: settings.is_read_only,
    run_approval: settings.run_approval,
    delete_after_secs: settings.delete_after_s,
    envs:
      environment &&
      Object.entries(environment)
        .map(([key, value]) => `${key}=${value}`)
        .sort(),
    concurrent_limit: concurrency?.max,
    concurrency_time_window_s: concurrency?.window_s,
    concurrency_key: concurrency?.key,
    debounce_key: debounce?.key,
    debounce_delay_s: debounce?.delay_s,
    max_total_debouncing_time: debounce?.max_wait_s,
    max_total_debounces_amount: debounce?.max_calls,
    debounce_args_to_accumulate: debounce?.gather,
  };
}

/** Reads settings from fields. Throws a `ZodError` when a value is out of its range. */
export function fromSettingsFields(fields: SettingsFields): ScriptSettings {
  const present = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;
  const environment = fields.envs && fields.envs.length > 0 ? Object.fromEntries(fields.envs.map(splitVariable)) : undefined;
  return ScriptSettings.parse(
    withoutUndefined({
      tag: present(fields.tag) === '' ? undefined : present(fields.tag),
      timeout_s: present(fields.timeout),
      cache_ttl_s: present(fields.cache_ttl),
      priority: present(fields.priority),
      retry: present(fields.retry),
      idempotent: present(fields.idempotent),
      isolation: present(fields.isolation),
      is_read_only: present(fields.is_read_only),
      run_approval: present(fields.run_approval),
      delete_after_s: present(fields.delete_after_secs),
      environment,
      concurrency:
        fields.concurrent_limit == null
          ? undefined
          : withoutUndefined({ max: fields.concurrent_limit, window_s: present(fields.concurrency_time_window_s), key: present(fields.concurrency_key) }),
      debounce:
        fields.debounce_delay_s == null
          ? undefined
          : withoutUndefined({
              delay_s: fields.debounce_delay_s,
              key: present(fields.debounce_key),
              max_wait_s: present(fields.max_total_debouncing_time),
              max_calls: present(fields.max_total_debounces_amount),
              gather: fields.debounce_args_to_accumulate?.length ? fields.debounce_args_to_accumulate : undefined,
            }),
    }),
  );
}

function splitVariable(line: string): [string, string] {
  const position = line.indexOf('=');
  return position < 0 ? [line, ''] : [line.slice(0, position), line.slice(position + 1)];
}

const withoutUndefined = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
