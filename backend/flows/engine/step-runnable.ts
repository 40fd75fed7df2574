import type { JsonObject } from '../../common/json.ts';
import type { RawCode } from '../../jobs/new-job.ts';
import type { ScriptSettings } from '../../scripts/scripts.contract.ts';
import type { FlowDebounce, FlowModule, FlowValue } from '../flow.contract.ts';
import type { z } from 'zod';

/** What a step runs, once it was looked up. */
export type StepRunnable = {
  kind: 'script' | 'preview' | 'flow' | 'agent' | 'agent_preview';
  path: string;
  versionId: string | null;
  raw: RawCode | null;
  schema: JsonObject;
  settings: ScriptSettings;
  tag: string;
  /** What equal arguments have to go with for an earlier result to stand. */
  identity: string;
};

/** How often a flow may run within flows. */
export const deepestFlow = 20;

type Limits = { concurrent_limit?: number | null; concurrency_time_window_s?: number | null };

/** Settings of a job that a flow or a step asks for in the words of OpenFlow. */
export function limitsOf({ concurrent_limit: max, concurrency_time_window_s: window }: Limits, key: string): Pick<ScriptSettings, 'concurrency'> {
  return max ? { concurrency: { key, max, ...(window ? { window_s: window } : {}) } } : {};
}

export function debounceOf(debounce: z.infer<typeof FlowDebounce> | null | undefined, key: string): Pick<ScriptSettings, 'debounce'> {
  const {
    debounce_delay_s: delay,
    debounce_key: own,
    max_total_debouncing_time: longest,
    max_total_debounces_amount: most,
    debounce_args_to_accumulate: gather,
  } = debounce ?? {};
  if (!delay) return {};
  return {
    debounce: {
      key: own ?? key,
      delay_s: delay,
      ...(longest ? { max_wait_s: longest } : {}),
      ...(most ? { max_calls: Math.min(most, 1000) } : {}),
      ...(gather && gather.length > 0 ? { gather } : {}),
    },
  };
}

/** Settings of the job of a flow. */
export function flowSettings(value: FlowValue, path: string): ScriptSettings {
  return {
    ...limitsOf(value, value.concurrency_key ?? path),
    ...debounceOf(value, path),
    ...(value.cache_ttl ? { cache_ttl_s: Math.ceil(value.cache_ttl) } : {}),
    ...(value.priority ? { priority: clampPriority(value.priority) } : {}),
  };
}

/** Settings of the job of a step, over those of what it runs. */
export function stepSettings(settings: ScriptSettings, module: FlowModule, key: string, timeoutSeconds: number | null): ScriptSettings {
  return {
    ...settings,
    ...debounceOf(module.debouncing, key),
    ...(timeoutSeconds === null ? {} : { timeout_s: timeoutSeconds }),
    ...(module.cache_ttl ? { cache_ttl_s: Math.ceil(module.cache_ttl) } : {}),
  };
}

/** Priorities of OpenFlow may lie outside of what a job takes. */
export const clampPriority = (priority: number): number => Math.max(-100, Math.min(100, Math.round(priority)));
