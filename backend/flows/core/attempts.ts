import { placeOf, type At, type Draft } from './draft.ts';
import type { Move } from './moves.ts';
import { retryDelayMs } from './retry.ts';
import type { FlowError } from './rows.ts';
import type { Stopping } from './state.ts';
import { kindOf } from './steps/step-kinds.ts';

type MoveOf<Name extends Move['do']> = Extract<Move, { do: Name }>;

/** Starts an attempt. A mocked step has its result at once. */
export function begin(draft: Draft, { frame: key, position, attempt, notBeforeMs }: MoveOf<'begin'>): void {
  const module = draft.modulesOf(draft.existing(key))[position];
  if (!module) return;
  if (module.mock?.enabled) return draft.next({ do: 'succeed', frame: key, position, attempt, result: { from: 'value', value: module.mock.return_value ?? null } });
  const { kind, at } = kindOf({ frame: key, module, position, attempt });
  kind.start(draft, at, notBeforeMs);
}

/** Records the result of a step, then runs its `finally` or goes on. */
export function succeed(draft: Draft, { frame: key, position, attempt, result, isSkipped, stopping }: MoveOf<'succeed'>): void {
  const frame = draft.existing(key);
  const module = draft.modulesOf(frame)[position];
  if (!module) return;
  const isUndoable = !isSkipped && (module.on_rollback?.length ?? 0) > 0;
  draft.write({ kind: 'step_ended', frame: key, step: module.id, position, attempt, status: isSkipped ? 'skipped' : 'succeeded', result, error: null, isUndoable });
  if (frame.source.kind === 'root' && draft.definition.value.early_return === module.id) draft.command({ kind: 'early_return', frame: key, step: module.id });
  const at = { frame: key, module, position, attempt };
  if (isSkipped) return draft.next({ do: 'enter', frame: key });
  if (startFinally(draft, at, null, stopping ?? null)) return;
  if (stopping === 'stop' || stopping === 'skip') return stopFrame(draft, at, stopping);
  draft.next({ do: 'leave', frame: key });
}

/** Ends the sequence with the result of the step. */
export function stopFrame(draft: Draft, { frame, module }: At, stopping: 'stop' | 'skip'): void {
  draft.next({ do: 'end_frame', frame, status: 'stopped', result: { from: 'step', step: module.id }, error: null, stopping });
}

/** After a failed attempt: another one, if the step allows it and its condition agrees; otherwise the failure is the step's. */
export function fail(draft: Draft, { frame: key, position, attempt, error, isFinal }: MoveOf<'fail'>): void {
  const frame = draft.existing(key);
  const module = draft.modulesOf(frame)[position];
  if (!module) return;
  const at = { frame: key, module, position, attempt };
  // What failed before it was a phase of its own (an instant step) still has to be the current one.
  if (frame.position !== position || frame.attempt !== attempt) draft.phase(at, 'prepare');
  const hasRetry = !isFinal && module.retry && retryDelayMs(module.retry, draft.existing(key).failures, draft.random) !== null;
  if (!hasRetry) return draft.next({ do: 'give_up', frame: key, error });
  const condition = module.retry?.retry_if;
  if (!condition) return draft.next({ do: 'retry', frame: key, error });
  draft.phase(at, 'retry_check', { error });
  draft.command({ kind: 'evaluate', ...placeOf(at), stage: 'retry', requests: { retry: { expr: condition.expr } }, result: { from: 'error', error }, error });
}

/** Starts the next attempt after its pause: jobs start later by themselves, other steps wait for a timer. */
export function retry(draft: Draft, { frame: key, error }: MoveOf<'retry'>): void {
  const at = draft.at(draft.existing(key));
  const delayMs = at.module.retry ? retryDelayMs(at.module.retry, draft.existing(key).failures, draft.random) : null;
  if (delayMs === null) return draft.next({ do: 'give_up', frame: key, error });
  draft.write({ kind: 'attempt_failed', ...placeOf(at), error });
  const next = { do: 'begin', frame: key, position: at.position, attempt: at.attempt + 1 } as const;
  if (delayMs === 0 || kindOf(at).kind.isJob) return draft.next({ ...next, notBeforeMs: delayMs === 0 ? null : draft.nowMs + delayMs });
  draft.phase(at, 'retry_wait', { error });
  draft.command({ kind: 'open_wait', ...placeOf(at), wait: 'retry', dueAtMs: draft.nowMs + delayMs });
}

/** The failure stands: it becomes the result where the step goes on after errors, and fails the sequence otherwise. */
export function giveUp(draft: Draft, { frame: key, error }: MoveOf<'give_up'>): void {
  const at = draft.at(draft.existing(key));
  const isContinued = at.module.continue_on_error === true;
  const result = isContinued ? { from: 'error' as const, error } : null;
  draft.write({ kind: 'step_ended', ...placeOf(at), position: at.position, status: isContinued ? 'continued' : 'failed', result, error: isContinued ? null : error, isUndoable: false });
  if (startFinally(draft, at, isContinued ? null : error, isContinued ? 'enter' : null)) return;
  afterFailure(draft, at, isContinued ? null : error);
}

/** Goes on after `finally`, or at once where there is none. `error`: the failure that is not tolerated. */
export function afterFailure(draft: Draft, { frame }: At, error: FlowError | null): void {
  draft.next(error ? { do: 'fail_frame', frame, error } : { do: 'enter', frame });
}

function startFinally(draft: Draft, at: At, error: FlowError | null, stopping: Stopping): boolean {
  const { frame: key, module, attempt } = at;
  if (!module.finally || module.finally.length === 0) return false;
  draft.phase(at, 'finally', { error, stopping });
  draft.startFrame(`${key}/${module.id}${attempt > 1 ? `~${attempt}` : ''}!finally`, draft.existing(key), { kind: 'finally', step: module.id }, 0, false);
  return true;
}
