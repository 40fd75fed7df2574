import { FlowState, type Counters, type Frame, type StateWriter } from './state.ts';
import type { StepRow } from './rows.ts';

/** The state that a log of rows describes. Rows of steps and iterations that a failure has left behind are read over. */
export function foldRows(rows: Iterable<StepRow>): FlowState {
  const state = new FlowState();
  for (const row of rows) applyRow(state, row);
  return state;
}

/** The only way in which a state changes: one row, a fixed number of reads and writes. */
export function applyRow(state: StateWriter, row: StepRow): void {
  switch (row.kind) {
    case 'run_started':
      return state.setRun({ ...state.run, status: 'running' });
    case 'run_rollback':
      return state.setRun({ ...state.run, rollback: { error: row.error, count: 0 } });
    case 'run_ended':
      return state.setRun({ ...state.run, status: row.status, result: row.result, error: row.error });
    case 'frame_started':
      return startFrame(state, row);
    case 'frame_ended':
      return endFrame(state, row);
    default:
      return applyToFrame(state, row);
  }
}

function startFrame(
  state: StateWriter,
  { frame: key, parent: parentKey, parentAttempt, index, source, isCounted }: Extract<StepRow, { kind: 'frame_started' }>,
): void {
  state.setFrame({
    key,
    parent: parentKey,
    parentAttempt,
    index,
    source,
    position: -1,
    step: '',
    attempt: 0,
    failures: 0,
    phase: 'new',
    counters: null,
    received: 0,
    error: null,
    stopping: null,
  });
  if (source.kind === 'rollback' && state.run.rollback) {
    const { rollback, compensations } = state.run;
    state.setRun({ ...state.run, rollback: { ...rollback, count: rollback.count + 1 }, compensations: compensations?.before ?? null });
  }
  const parent = parentKey === null || !isCounted ? undefined : state.frame(parentKey);
  if (parent?.counters)
    state.setFrame({ ...parent, counters: { ...parent.counters, started: parent.counters.started + 1, active: parent.counters.active + 1 } });
}

function endFrame(state: StateWriter, row: Extract<StepRow, { kind: 'frame_ended' }>): void {
  const frame = state.frame(row.frame);
  state.removeFrame(row.frame);
  const parent = frame?.parent === null || frame === undefined ? undefined : state.frame(frame.parent);
  if (!frame || !parent?.counters || parent.phase !== 'children' || parent.attempt !== frame.parentAttempt) return;
  const isFailure = row.status === 'failed';
  const counted: Counters = {
    ...parent.counters,
    active: parent.counters.active - 1,
    ended: parent.counters.ended + 1,
    failed: parent.counters.failed + (isFailure ? 1 : 0),
    error: parent.counters.error ?? (isFailure && !row.isTolerated ? row.error : null),
  };
  state.setFrame({ ...parent, counters: counted });
}

function applyToFrame(state: StateWriter, row: Extract<StepRow, { kind: 'phase' | 'attempt_failed' | 'decided' | 'step_ended' }>): void {
  const frame = state.frame(row.frame);
  if (!frame) return;
  switch (row.kind) {
    case 'phase':
      return state.setFrame(inPhase(frame, row));
    case 'attempt_failed':
      return state.setFrame({ ...frame, failures: frame.failures + 1 });
    case 'decided':
      return state.setFrame({ ...frame, received: frame.received + 1 });
    case 'step_ended': {
      state.setFrame({
        ...frame,
        step: row.step,
        position: row.position,
        attempt: row.attempt,
        phase: 'ended',
        counters: null,
        failures: 0,
        received: 0,
        error: row.error,
        stopping: null,
      });
      if (row.isUndoable) state.setRun({ ...state.run, compensations: { frame: row.frame, step: row.step, before: state.run.compensations } });
    }
  }
}

function inPhase(frame: Frame, { step, position, attempt, phase, error, children, stopping }: Extract<StepRow, { kind: 'phase' }>): Frame {
  const isOtherStep = frame.position !== position;
  // An evaluation between two iterations leaves the numbers of the container as they are.
  const counters = children
    ? { total: children.total, width: children.width, started: 0, active: 0, ended: 0, failed: 0, error: null }
    : phase === 'children' || phase === 'iteration_check'
      ? frame.counters
      : null;
  return {
    ...frame,
    step,
    position,
    attempt,
    phase,
    error,
    counters,
    stopping: stopping ?? null,
    failures: isOtherStep ? 0 : frame.failures,
    received: phase === 'approval' || isOtherStep ? 0 : frame.received,
  };
}
