import { placeOf, type Draft } from './draft.ts';
import { afterFailure, stopFrame } from './attempts.ts';
import type { EndedFrame, Move } from './moves.ts';
import type { ResultSource } from './rows.ts';
import type { Frame } from './state.ts';
import { kindOf } from './steps/step-kinds.ts';

type MoveOf<Name extends Move['do']> = Extract<Move, { do: Name }>;

/** Goes to the next step, asking first whether to skip it; after the last one the sequence has ended well. */
export function enter(draft: Draft, { frame: key }: MoveOf<'enter'>): void {
  const frame = draft.existing(key);
  const modules = draft.modulesOf(frame);
  const position = frame.position + 1;
  const module = modules[position];
  if (!module) {
    const last = modules.at(-1);
    const result: ResultSource = last ? { from: 'step', step: last.id } : { from: 'args' };
    return draft.next({ do: 'end_frame', frame: key, status: 'succeeded', result, error: null, stopping: null });
  }
  if (!module.skip_if) return draft.next({ do: 'begin', frame: key, position, attempt: 1, notBeforeMs: null });
  const at = { frame: key, module, position, attempt: 1 };
  draft.phase(at, 'skip_check');
  draft.command({ kind: 'evaluate', ...placeOf(at), stage: 'skip', requests: { skip: { expr: module.skip_if.expr } }, result: null, error: null });
}

/** A sequence fails: its failure module runs first, once for a failure. */
export function failFrame(draft: Draft, { frame: key, error }: MoveOf<'fail_frame'>): void {
  const frame = draft.existing(key);
  const { failure_module: handler } = draft.definition.value;
  const hasHandler = handler && !error.is_handled && ['root', 'iteration', 'branch'].includes(frame.source.kind);
  if (!hasHandler) return draft.next({ do: 'end_frame', frame: key, status: 'failed', result: null, error, stopping: null });
  draft.write({
    kind: 'phase',
    frame: key,
    step: frame.step,
    position: frame.position,
    attempt: frame.attempt,
    phase: 'failure',
    error: { ...error, is_handled: true },
  });
  draft.startFrame(`${key}!failure`, draft.existing(key), { kind: 'failure' }, 0, false);
}

/** Ends a sequence and tells what is around it. */
export function endFrame(draft: Draft, { frame: key, status, result, error, stopping }: MoveOf<'end_frame'>): void {
  const frame = draft.existing(key);
  const isTolerated = status === 'failed' && isFailureTolerated(draft, frame);
  draft.write({ kind: 'frame_ended', frame: key, status, result, error, isTolerated });
  if (frame.source.kind === 'rollback') return draft.next({ do: 'undo_next' });
  // At once and not as a move: two ends in one decision would otherwise both find that nothing is left to wait for.
  if (frame.parent !== null) return childEnded(draft, draft.existing(frame.parent), { frame, status, stopping, error });
  if (status === 'failed' && error) return startRollback(draft, error);
  endRun(draft, stopping === 'skip' ? 'skipped' : 'succeeded', result, null);
}

function isFailureTolerated(draft: Draft, frame: Frame): boolean {
  const parent = frame.parent === null ? undefined : draft.frame(frame.parent);
  if (!parent || parent.phase !== 'children') return false;
  const { kind, at } = kindOf(draft.at(parent));
  return kind.toleratesFailure?.(at.module, frame) ?? false;
}

/** A sequence inside of a step has ended: the step, its `finally`, the failure module or the preprocessor goes on. */
function childEnded(draft: Draft, parent: Frame, ended: EndedFrame): void {
  switch (ended.frame.source.kind) {
    case 'preprocessor':
      return afterPreprocessor(draft, parent, ended);
    case 'failure':
      return afterFailureModule(draft, parent, ended);
    case 'finally':
      return afterFinally(draft, parent, ended);
    default: {
      const { kind, at } = kindOf(draft.at(parent));
      kind.childEnded?.(draft, at, parent, ended);
    }
  }
}

function afterPreprocessor(draft: Draft, parent: Frame, { frame, error }: EndedFrame): void {
  if (error) return draft.next({ do: 'fail_frame', frame: parent.key, error });
  draft.command({ kind: 'replace_arguments', frame: frame.key });
  askToSkipFlow(draft);
}

/** The first question of a flow: whether to run at all. */
export function askToSkipFlow(draft: Draft): void {
  const { skip_expr: expr } = draft.definition.value;
  if (!expr) return draft.next({ do: 'enter', frame: '' });
  draft.write({ kind: 'phase', frame: '', step: '', position: -1, attempt: 0, phase: 'skip_check', error: null });
  draft.command({ kind: 'evaluate', frame: '', step: '', attempt: 0, stage: 'skip_flow', requests: { skip: { expr } }, result: null, error: null });
}

function afterFailureModule(draft: Draft, parent: Frame, { frame, status }: EndedFrame): void {
  const { error } = parent;
  if (!error) return;
  if (status === 'failed') return draft.next({ do: 'end_frame', frame: parent.key, status: 'failed', result: null, error, stopping: null });
  draft.write({ kind: 'phase', frame: parent.key, step: parent.step, position: parent.position, attempt: parent.attempt, phase: 'recover_check', error });
  draft.command({
    kind: 'evaluate',
    frame: parent.key,
    step: parent.step,
    attempt: parent.attempt,
    stage: 'recover',
    requests: { recover: { expr: 'result?.recover === true' } },
    result: { from: 'frame', frame: frame.key },
    error,
  });
}

function afterFinally(draft: Draft, parent: Frame, ended: EndedFrame): void {
  const at = draft.at(parent);
  // The step's own failure says more than that of its clean-up.
  if (parent.error) return afterFailure(draft, at, parent.error);
  if (ended.error) return draft.next({ do: 'fail_frame', frame: parent.key, error: ended.error });
  if (parent.stopping === 'stop' || parent.stopping === 'skip') return stopFrame(draft, at, parent.stopping);
  draft.next({ do: parent.stopping === 'enter' ? 'enter' : 'leave', frame: parent.key });
}

function startRollback(draft: Draft, error: NonNullable<MoveOf<'end_frame'>['error']>): void {
  if (!draft.run.compensations) return endRun(draft, 'failed', null, error);
  draft.write({ kind: 'run_rollback', error });
  draft.next({ do: 'undo_next' });
}

/** Undoes the newest completed step that can be undone; a compensation that fails is on record and does not stop the others. */
export function undoNext(draft: Draft): void {
  const { compensations, rollback } = draft.run;
  if (!rollback) return;
  if (!compensations) return endRun(draft, 'failed', null, rollback.error);
  draft.startFrame(`!rollback[${rollback.count}]`, null, { kind: 'rollback', step: compensations.step, of: compensations.frame }, rollback.count, false);
}

/** The last row of a run, with what remains to do about it. */
export function endRun(
  draft: Draft,
  status: 'succeeded' | 'failed' | 'skipped' | 'cancelled',
  result: ResultSource | null,
  error: MoveOf<'end_frame'>['error'],
): void {
  draft.write({ kind: 'run_ended', status, result, error });
  const steps = [...draft.definition.deletions];
  const flowAfterSeconds = draft.definition.value.delete_after_secs ?? null;
  if (steps.length > 0 || flowAfterSeconds !== null) draft.command({ kind: 'delete_later', steps, flowAfterSeconds });
  draft.command({ kind: 'end_run', status, result, error });
}
