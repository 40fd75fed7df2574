import type { FlowModule, StopAfterIf } from '../flow.contract.ts';
import { placeOf, type At, type Draft } from './draft.ts';
import type { Move } from './moves.ts';
import type { FlowError } from './rows.ts';
import { stopFrame } from './attempts.ts';
import { isLoop } from './steps/containers.ts';

type MoveOf<Name extends Move['do']> = Extract<Move, { do: Name }>;

/** Asked for approval for so long where the flow names no time. */
const approvalTimeoutSeconds = 1800;

/** After a step that succeeded: its stop condition first. Loops and parallel branches have theirs asked once, over the whole list. */
export function leave(draft: Draft, { frame: key }: MoveOf<'leave'>): void {
  const at = draft.at(draft.existing(key));
  const stop = stopOf(at.module);
  if (!stop) return draft.next({ do: 'pause', frame: key });
  draft.phase(at, 'stop_check');
  draft.command({
    kind: 'evaluate',
    ...placeOf(at),
    stage: 'stop',
    requests: { stop: { expr: stop.expr } },
    result: { from: 'step', step: at.module.id },
    error: null,
  });
}

/** The condition that is asked once the step is done. */
export function stopOf({ value, stop_after_if: stop, stop_after_all_iters_if: stopAfterAll }: FlowModule): StopAfterIf | null | undefined {
  return isLoop(value.type) || value.type === 'branchall' ? stopAfterAll : stop;
}

/** The condition is true: the sequence ends here, well or with an error. */
export function stopHere(draft: Draft, at: At, stop: StopAfterIf): void {
  const { error_message: message } = stop;
  if (message === undefined || message === null) return stopFrame(draft, at, stop.skip_if_stopped ? 'skip' : 'stop');
  draft.next({ do: 'fail_frame', frame: at.frame, error: earlyStopError(at, stop) });
}

/** The failure of an early stop. An empty message has a text that names the condition. */
export function earlyStopError({ module }: At, { expr, error_message: message, error_include_result: hasResult }: StopAfterIf): FlowError {
  return {
    name: 'EarlyStopError',
    message: message || `The flow stopped because ${expr.trim()} is true after ${module.id}.`,
    step_id: module.id,
    code: 'flow/early_stop',
    ...(hasResult ? { result_of: { from: 'step', step: module.id } } : {}),
  };
}

/** Asks people, where the step says so. */
export function pause(draft: Draft, { frame: key }: MoveOf<'pause'>): void {
  const at = draft.at(draft.existing(key));
  const { suspend } = at.module;
  const required = suspend?.required_events ?? 1;
  if (!suspend || required === 0) return sleepOrGoOn(draft, at);
  draft.phase(at, 'approval');
  draft.command({
    kind: 'open_wait',
    ...placeOf(at),
    wait: 'approval',
    dueAtMs: draft.nowMs + (suspend.timeout ?? approvalTimeoutSeconds) * 1000,
    required,
    suspend,
  });
}

/** Sleeps before the next step. After the last one there is nothing to delay. */
export function sleepOrGoOn(draft: Draft, at: At): void {
  const { sleep } = at.module;
  const hasNext = at.position + 1 < draft.modulesOf(draft.existing(at.frame)).length;
  if (!sleep || !hasNext) return draft.next({ do: 'enter', frame: at.frame });
  draft.phase(at, 'sleep_check');
  draft.command({
    kind: 'evaluate',
    ...placeOf(at),
    stage: 'sleep',
    requests: { seconds: { transform: sleep } },
    result: { from: 'step', step: at.module.id },
    error: null,
  });
}

/** Longest sleep: ten years, well within every calendar. */
const longestSleepSeconds = 315_360_000;

/** The time to sleep is known. */
export function fallAsleep(draft: Draft, at: At, seconds: unknown): void {
  if (typeof seconds !== 'number' || !(seconds >= 0) || seconds > longestSleepSeconds) {
    return draft.next({
      do: 'fail_frame',
      frame: at.frame,
      error: {
        name: 'InputError',
        message: `The sleep after ${at.module.id} must be a number of seconds from 0 to ${longestSleepSeconds}.`,
        step_id: at.module.id,
        code: 'flow/invalid_input',
      },
    });
  }
  if (seconds === 0) return draft.next({ do: 'enter', frame: at.frame });
  draft.phase(at, 'sleep');
  draft.command({ kind: 'open_wait', ...placeOf(at), wait: 'sleep', dueAtMs: draft.nowMs + Math.round(seconds * 1000) });
}

/** Nobody approved: the flow goes on where the step says so, and fails otherwise. */
export function notApproved(draft: Draft, at: At, reason: 'rejected' | 'expired', by: string): void {
  draft.command({ kind: 'close_wait', ...placeOf(at), reason: reason === 'expired' ? 'expired' : 'resumed' });
  if (at.module.suspend?.continue_on_disapprove_timeout) return sleepOrGoOn(draft, at);
  const error: FlowError =
    reason === 'rejected'
      ? { name: 'SuspendedDisapproved', message: `${by} has disapproved after ${at.module.id}.`, step_id: at.module.id, code: 'flow/disapproved' }
      : { name: 'SuspendedTimedOut', message: `Nobody decided in time after ${at.module.id}.`, step_id: at.module.id, code: 'flow/approval_timeout' };
  draft.next({ do: 'fail_frame', frame: at.frame, error });
}
