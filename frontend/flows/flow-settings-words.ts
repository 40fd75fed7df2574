import type { Flow } from '../../backend/flows/flows.contract.ts';
import { wordsOfRunApproval } from '../approvals/run-approval-edit.ts';
import { formatDuration, formatPlural } from '../ui/format.ts';

/** A setting in words. */
export type SettingWords = { readonly label: string; readonly value: string };

const duration = (seconds: number): string => formatDuration(seconds * 1000);

/** The settings of a whole flow, in words; what is not set is left out. */
export function wordsOfFlowSettings({ value, tag }: Pick<Flow, 'value' | 'tag'>): SettingWords[] {
  const words: SettingWords[] = [];
  const add = (label: string, text: string | number | null | undefined | false): void => void (text && words.push({ label, value: String(text) }));
  const { concurrent_limit: limit, concurrency_time_window_s: window, concurrency_key: key, flow_env: environment } = value;
  add('Who runs it', value.run_approval && wordsOfRunApproval(value.run_approval));
  add('Runs on', tag && `workers with the tag ${tag}, where a step has none of its own`);
  add('At the same time', limit && `at most ${formatPlural(limit, 'run')}${window ? ` in ${duration(window)}` : ''}${key ? `, for each ${key}` : ''}`);
  add(
    'Waits for more of the same',
    value.debounce_delay_s &&
      `${duration(value.debounce_delay_s)}${value.debounce_key ? `, for each ${value.debounce_key}` : ''}${value.debounce_args_to_accumulate?.length ? `; lists of all are put together: ${value.debounce_args_to_accumulate.join(', ')}` : ''}`,
  );
  add('Result is kept', value.cache_ttl && `${duration(value.cache_ttl)} for equal arguments`);
  add('Priority', value.priority && String(value.priority));
  add('Is skipped when', value.skip_expr);
  add('Answers early with', value.early_return && `the result of ${value.early_return}; the other steps go on`);
  add('When it fails', value.failure_module && 'a step of its own runs');
  add('Before it starts', value.preprocessor_module && 'a preprocessor makes its arguments of what calls it');
  add('Is deleted', value.delete_after_secs != null && `${duration(value.delete_after_secs)} after its end`);
  add('Constants', environment && Object.keys(environment).join(', '));
  return words;
}
