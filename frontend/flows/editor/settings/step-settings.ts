import { approval } from './approval-setting.tsx';
import { cleanUp, continueOnError, retry, rollback } from './failure-settings.tsx';
import { mock } from './mock-setting.tsx';
import { cache, concurrency, debounce, deleteAfter, earlyStop, place, skip, sleep, stopAfterAll, timeout } from './plain-settings.tsx';
import type { StepSetting } from './setting-types.ts';

/** All settings of steps, in the order in which they act within their group. */
export const stepSettings: readonly StepSetting[] = [
  skip,
  retry,
  continueOnError,
  cleanUp,
  rollback,
  earlyStop,
  stopAfterAll,
  approval,
  sleep,
  deleteAfter,
  mock,
  cache,
  timeout,
  concurrency,
  debounce,
  place,
];
