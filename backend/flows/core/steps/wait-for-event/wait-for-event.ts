import { placeOf } from '../../draft.ts';
import { failStep, inputError, prepare } from '../containers.ts';
import type { StepKind } from '../step-kind.ts';

/** Waits for an event from outside by its key, without a worker. Its result is the payload. */
export const waitForEvent: StepKind<'wait_for_event'> = {
  isJob: false,
  start: (draft, at) => prepare(draft, at, { key: { transform: at.module.value.key } }),
  prepared(draft, at, { key }) {
    const isKey = (typeof key === 'string' && key !== '') || typeof key === 'number';
    if (!isKey) return failStep(draft, at, inputError(at, `The key of ${at.module.id} must be text or a number.`), true);
    const { timeout } = at.module.value;
    draft.phase(at, 'event');
    draft.command({ kind: 'open_wait', ...placeOf(at), wait: 'event', dueAtMs: timeout === undefined ? null : draft.nowMs + timeout * 1000, key: String(key) });
  },
};
