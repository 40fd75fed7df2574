import type { ScriptSettings } from '../../backend/scripts/scripts.contract.ts';
import { wordsOfRunApproval } from '../approvals/run-approval-edit.ts';
import { formatDuration, formatPlural } from '../ui/format.ts';

const seconds = (value: number): string => formatDuration(value * 1000);

/** One setting in words. */
export type SettingWords = { label: string; value: string };

function limits(settings: ScriptSettings): SettingWords[] {
  const words: SettingWords[] = [];
  const { concurrency, debounce } = settings;
  if (concurrency) {
    const window = concurrency.window_s === undefined ? 'at once' : `starts in ${seconds(concurrency.window_s)}`;
    words.push({ label: 'Concurrency', value: `At most ${concurrency.max} ${window} for ${concurrency.key ? `"${concurrency.key}"` : 'this script'}` });
  }
  if (debounce)
    words.push({
      label: 'Debounce',
      value: `Calls within ${seconds(debounce.delay_s)} become one run${debounce.max_wait_s === undefined ? '' : `, after ${seconds(debounce.max_wait_s)} at the latest`}${debounce.max_calls === undefined ? '' : `, at most ${debounce.max_calls} calls`}${debounce.key ? `, for each "${debounce.key}"` : ''}${debounce.gather ? `; it gets the lists of all: ${debounce.gather.join(', ')}` : ''}`,
    });
  return words;
}

/** How a script runs, in words: only what differs from the defaults of the worker. */
export function wordsOfSettings(settings: ScriptSettings): SettingWords[] {
  const words: SettingWords[] = [];
  const { retry } = settings;
  if (settings.tag) words.push({ label: 'Tag', value: settings.tag });
  if (settings.timeout_s !== undefined) words.push({ label: 'Time limit', value: seconds(settings.timeout_s) });
  if (retry && retry.attempts > 0)
    words.push({
      label: 'Retries',
      value: `${formatPlural(retry.attempts, 'time')} after a failure, first after ${seconds(retry.delay_s)}, ${retry.backoff === 'exponential' ? 'then longer each time' : 'then as long again'}`,
    });
  words.push(...limits(settings));
  if (settings.cache_ttl_s !== undefined)
    words.push({ label: 'Cache', value: `The result is given again for ${seconds(settings.cache_ttl_s)} when the arguments are equal` });
  if (settings.priority !== undefined && settings.priority !== 0)
    words.push({ label: 'Priority', value: `${settings.priority > 0 ? '+' : ''}${settings.priority}` });
  if (settings.idempotent === false) words.push({ label: 'Lost attempts', value: 'Fail, and are not started again: running twice would do harm' });
  if (settings.isolation === 'fresh') words.push({ label: 'Process', value: 'A fresh one for every run' });
  if (settings.run_approval) words.push({ label: 'Who runs it', value: wordsOfRunApproval(settings.run_approval) });
  if (settings.is_read_only) words.push({ label: 'Read only', value: 'It promises to change nothing' });
  if (settings.delete_after_s !== undefined)
    words.push({ label: 'Kept for', value: `Arguments, result and log are deleted ${seconds(settings.delete_after_s)} after the end` });
  const names = Object.keys(settings.environment ?? {});
  if (names.length > 0) words.push({ label: 'Environment', value: names.join(', ') });
  return words;
}
