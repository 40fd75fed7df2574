import {
  IconBookmark,
  IconCheckbox,
  IconClockPause,
  IconClockStop,
  IconDatabase,
  IconHourglassEmpty,
  IconPlayerSkipForward,
  IconPinned,
  IconRefresh,
  IconShieldCheck,
  IconStack2,
  IconPlayerStop,
  type Icon,
} from '@tabler/icons-react';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';

/** A setting of a step that is worth seeing in the graph. */
export type StepMark = { readonly id: string; readonly label: string; readonly icon: Icon };

type Rule = StepMark & { readonly holds: (step: FlowModule) => boolean };

const rules: readonly Rule[] = [
  { id: 'mock', label: 'Result is pinned', icon: IconPinned, holds: ({ mock }) => mock?.enabled === true },
  { id: 'skip', label: 'May be skipped', icon: IconPlayerSkipForward, holds: ({ skip_if: skip }) => Boolean(skip) },
  {
    id: 'retry',
    label: 'Runs again when it fails',
    icon: IconRefresh,
    holds: ({ retry }) => Boolean(retry?.constant?.attempts || retry?.exponential?.attempts),
  },
  { id: 'continue', label: 'The flow goes on when it fails', icon: IconShieldCheck, holds: ({ continue_on_error: continues }) => continues === true },
  {
    id: 'timeout',
    label: 'Has a time limit',
    icon: IconClockStop,
    holds: ({ timeout, value }) => Boolean(timeout) || (value.type === 'wait_for_event' && Boolean(value.timeout)),
  },
  { id: 'cache', label: 'Result is kept', icon: IconDatabase, holds: ({ cache_ttl: seconds }) => Boolean(seconds) },
  { id: 'concurrency', label: 'Only some run at once', icon: IconStack2, holds: ({ value }) => 'concurrent_limit' in value && Boolean(value.concurrent_limit) },
  { id: 'debounce', label: 'Waits for more of the same', icon: IconClockPause, holds: ({ debouncing }) => Boolean(debouncing) },
  { id: 'priority', label: 'Has a priority', icon: IconBookmark, holds: ({ priority }) => Boolean(priority) },
  {
    id: 'stop',
    label: 'May end the flow',
    icon: IconPlayerStop,
    holds: ({ stop_after_if: stop, stop_after_all_iters_if: stopAfterAll }) => Boolean(stop ?? stopAfterAll),
  },
  { id: 'approval', label: 'Asks for approval', icon: IconCheckbox, holds: ({ suspend, value }) => Boolean(suspend) && value.type !== 'identity' },
  {
    id: 'sleep',
    label: 'Sleeps after it',
    icon: IconHourglassEmpty,
    holds: ({ sleep, value, suspend }) => Boolean(sleep) && (value.type !== 'identity' || Boolean(suspend)),
  },
];

/** What is set on a step, in the order in which it acts. */
export const marksOf = (step: FlowModule): readonly StepMark[] => rules.filter(({ holds }) => holds(step));
