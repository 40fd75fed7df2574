import type { ScriptSettings } from '../../../backend/scripts/scripts.contract.ts';

/** Sets one setting, or takes it away, so that the default holds again. */
export function withSetting<Name extends keyof ScriptSettings>(settings: ScriptSettings, name: Name, value: ScriptSettings[Name] | undefined): ScriptSettings {
  const { [name]: _, ...rest } = settings;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** Changes retries; none at all takes the whole setting away. */
export function withRetry(settings: ScriptSettings, part: Partial<NonNullable<ScriptSettings['retry']>>): ScriptSettings {
  const retry = { attempts: 0, delay_s: 1, backoff: 'exponential' as const, max_delay_s: 600, jitter: true, ...settings.retry, ...part };
  return withSetting(settings, 'retry', retry.attempts > 0 ? retry : undefined);
}

/** Changes the limit of concurrent runs; without a number there is none. */
export function withConcurrency(settings: ScriptSettings, part: { max?: number; window_s?: number; key?: string }): ScriptSettings {
  const { max, window_s: windowS, key } = { ...settings.concurrency, ...part };
  return withSetting(
    settings,
    'concurrency',
    max === undefined ? undefined : { max, ...(windowS === undefined ? {} : { window_s: windowS }), ...(key ? { key } : {}) },
  );
}

/** Changes how calls that come close together become one; without a delay they do not. */
export function withDebounce(settings: ScriptSettings, part: Partial<NonNullable<ScriptSettings['debounce']>>): ScriptSettings {
  const { delay_s: delayS, max_wait_s: maxWaitS, max_calls: maxCalls, key, gather } = { ...settings.debounce, ...part };
  if (delayS === undefined) return withSetting(settings, 'debounce', undefined);
  return withSetting(settings, 'debounce', {
    delay_s: delayS,
    ...(maxWaitS === undefined ? {} : { max_wait_s: maxWaitS }),
    ...(maxCalls === undefined ? {} : { max_calls: maxCalls }),
    ...(key ? { key } : {}),
    ...(gather && gather.length > 0 ? { gather } : {}),
  });
}

/** One variable of the environment while it is typed; names may be empty or double until then. */
export type EnvironmentRow = { name: string; value: string };

/** The environment as rows. */
export const rowsOfEnvironment = (settings: ScriptSettings): EnvironmentRow[] =>
  Object.entries(settings.environment ?? {}).map(([name, value]) => ({ name, value }));

/** What is wrong with the name of a variable, or null. */
export function problemOfVariable(rows: readonly EnvironmentRow[], index: number): string | null {
  const name = rows[index]?.name ?? '';
  if (name === '') return null;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'Letters, digits and "_", and no digit first';
  return rows.findIndex((row) => row.name === name) === index ? null : 'This name is used already';
}

/** The rows as environment: only those with a name that can be used. */
export function withEnvironment(settings: ScriptSettings, rows: readonly EnvironmentRow[]): ScriptSettings {
  const usable = rows.filter((row, index) => row.name !== '' && problemOfVariable(rows, index) === null);
  return withSetting(settings, 'environment', usable.length === 0 ? undefined : Object.fromEntries(usable.map(({ name, value }) => [name, value])));
}
