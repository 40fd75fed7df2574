import { begin, fail, giveUp, retry, succeed } from './attempts.ts';
import { evaluated } from './answers.ts';
import type { FlowDefinition } from './definition.ts';
import { Draft, placeOf, type At } from './draft.ts';
import { applyRow } from './fold.ts';
import { leave, notApproved, pause, sleepOrGoOn } from './leaving.ts';
import type { Command, FlowEvent, Place } from './messages.ts';
import type { Move } from './moves.ts';
import { askToSkipFlow, endFrame, endRun, enter, failFrame, undoNext } from './sequences.ts';
import { isBetweenSteps, isTerminal, type FlowState, type Frame, type FrameKey, type Phase, type StateReader } from './state.ts';
import type { StepRow } from './rows.ts';

/** What an event leads to. */
export type Decision = {
  /** To be appended to the record and applied to the state, in this order. */
  readonly rows: readonly StepRow[];
  readonly commands: readonly Command[];
  /** Reads and writes of frames that it took: does not grow with the flow. */
  readonly operations: number;
};

/**
 * The flow engine: what follows from an event. Pure: no clock, no chance, no I/O, the state is only read. An event that no longer
 * fits (a late completion, a second click, anything after the end) leads to nothing, so events may be delivered again.
 *
 * Expressions are commands that are answered by an event: the engine never holds a result, so its work does not depend on their size, and a
 * shell may evaluate where it likes. The answers come within the same transaction.
 */
export function decide(definition: FlowDefinition, state: StateReader, event: FlowEvent): Decision {
  const draft = new Draft(state, definition, 'nowMs' in event ? event.nowMs : 0, 'random' in event ? event.random : 0.5);
  if (!isTerminal(state.run)) {
    react(draft, event);
    for (const move of draft.due()) make(draft, move);
  }
  return { rows: draft.rows, commands: draft.commands, operations: draft.operations };
}

/** Decides and applies the rows to the state, which belongs to the caller alone. */
export function advance(definition: FlowDefinition, state: FlowState, event: FlowEvent): Decision {
  const decision = decide(definition, state, event);
  for (const row of decision.rows) applyRow(state, row);
  return decision;
}

function react(draft: Draft, event: FlowEvent): void {
  switch (event.kind) {
    case 'started':
      return start(draft, event.isExternal);
    case 'restarted':
      return restart(draft, event.enter);
    case 'cancelled':
      return cancel(draft, event.by, event.reason);
    case 'evaluated':
      return evaluated(draft, event);
    case 'timer_due':
      return timerDue(draft, event);
    case 'resumed':
      return resumed(draft, event);
    case 'event_received':
      return inPhase(draft, event, 'event', (at) => {
        draft.command({ kind: 'close_wait', ...placeOf(at), reason: 'resumed' });
        draft.next({ do: 'succeed', frame: at.frame, position: at.position, attempt: at.attempt, result: { from: 'event' } });
      });
    case 'step_succeeded':
    case 'step_skipped':
      return inPhase(draft, event, 'job', ({ frame, position, attempt }) =>
        draft.next({ do: 'succeed', frame, position, attempt, result: { from: 'job' }, isSkipped: event.kind === 'step_skipped' }),
      );
    case 'step_failed':
      return inPhase(draft, event, 'job', ({ frame, position, attempt }) =>
        draft.next({ do: 'fail', frame, position, attempt, error: event.error, isFinal: event.isFinal }),
      );
  }
}

function make(draft: Draft, move: Move): void {
  switch (move.do) {
    case 'enter':
      return enter(draft, move);
    case 'begin':
      return begin(draft, move);
    case 'succeed':
      return succeed(draft, move);
    case 'fail':
      return fail(draft, move);
    case 'give_up':
      return giveUp(draft, move);
    case 'retry':
      return retry(draft, move);
    case 'leave':
      return leave(draft, move);
    case 'pause':
      return pause(draft, move);
    case 'fail_frame':
      return failFrame(draft, move);
    case 'end_frame':
      return endFrame(draft, move);
    case 'undo_next':
      return undoNext(draft);
  }
}

function start(draft: Draft, isExternal: boolean): void {
  if (draft.run.status !== 'new') return;
  draft.write({ kind: 'run_started' });
  draft.write({ kind: 'frame_started', frame: '', parent: null, parentAttempt: 0, index: 0, source: { kind: 'root' }, isCounted: false });
  if (!isExternal || !draft.definition.value.preprocessor_module) return askToSkipFlow(draft);
  draft.write({ kind: 'phase', frame: '', step: '', position: -1, attempt: 0, phase: 'preprocessor', error: null });
  draft.startFrame('!preprocessor', draft.existing(''), { kind: 'preprocessor' }, 0, false);
}

function restart(draft: Draft, enter: readonly FrameKey[]): void {
  for (const key of enter) {
    const frame = draft.frame(key);
    if (frame && isBetweenSteps(frame)) draft.next({ do: 'enter', frame: key });
  }
}

/** Nothing runs after a cancel: no failure module, no `finally`, no rollback. */
function cancel(draft: Draft, by: string, reason: string): void {
  draft.command({ kind: 'cancel_below', below: '', reason });
  endRun(draft, 'cancelled', null, {
    name: 'Cancelled',
    message: reason ? `${by} has cancelled the flow: ${reason}` : `${by} has cancelled the flow.`,
    step_id: '',
    code: 'flow/cancelled',
  });
}

/** Carries out what an event means, if its step still is what the event was made for. */
function inPhase(draft: Draft, place: Place, phase: Phase, then: (at: At, frame: Frame) => void): void {
  const frame = draft.frame(place.frame);
  if (frame?.phase !== phase || frame.step !== place.step || frame.attempt !== place.attempt) return;
  then(draft.at(frame), frame);
}

function timerDue(draft: Draft, event: Extract<FlowEvent, { kind: 'timer_due' }>): void {
  inPhase(draft, event, event.wait === 'retry' ? 'retry_wait' : event.wait, (at) => {
    const { frame, module, position, attempt } = at;
    if (event.wait === 'approval') return notApproved(draft, at, 'expired', '');
    draft.command({ kind: 'close_wait', ...placeOf(at), reason: 'expired' });
    switch (event.wait) {
      case 'sleep':
        return draft.next({ do: 'enter', frame });
      case 'retry':
        return draft.next({ do: 'begin', frame, position, attempt: attempt + 1, notBeforeMs: null });
      case 'event':
        return draft.next({
          do: 'fail',
          frame,
          position,
          attempt,
          error: {
            name: 'EventTimedOut',
            message: `The event that ${module.id} waits for did not come in time.`,
            step_id: module.id,
            code: 'flow/event_timeout',
          },
        });
    }
  });
}

function resumed(draft: Draft, event: Extract<FlowEvent, { kind: 'resumed' }>): void {
  inPhase(draft, event, 'approval', (at, frame) => {
    draft.write({ kind: 'decided', ...placeOf(at), decisionId: event.decisionId });
    if (event.decision === 'rejected') return notApproved(draft, at, 'rejected', event.by);
    if (frame.received + 1 < (at.module.suspend?.required_events ?? 1)) return;
    draft.command({ kind: 'close_wait', ...placeOf(at), reason: 'resumed' });
    sleepOrGoOn(draft, at);
  });
}
