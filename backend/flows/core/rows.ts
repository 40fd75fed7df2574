import type { FrameKey, Phase, SequenceSource, Stopping } from './state.ts';

/** How a run can end. */
export type RunStatus = 'succeeded' | 'failed' | 'cancelled' | 'skipped';

/** A failure as it is stored, shown, and given to the failure module. */
export type FlowError = {
  readonly name: string;
  readonly message: string;
  readonly step_id: string;
  readonly code?: string;
  readonly stack?: string;
  /** The failure module has seen it: sequences further out do not run theirs again. */
  readonly is_handled?: boolean;
  /** The result to put into the error, where the author asked for it. */
  readonly result_of?: ResultSource;
};

/** Where a result comes from. The engine never holds the value: the shell stores it or reads it from there. */
export type ResultSource =
  | { readonly from: 'job' | 'event' | 'args' | 'previous' }
  | { readonly from: 'value'; readonly value: unknown }
  /** The failure as `{error}`. */
  | { readonly from: 'error'; readonly error: FlowError }
  /** Result of a step of the same frame. */
  | { readonly from: 'step'; readonly step: string }
  /** Result of one frame below the step. */
  | { readonly from: 'frame'; readonly frame: FrameKey }
  /** Results of the frames below the attempt in the order of their index; failed ones stand as `{error}`. */
  | { readonly from: 'frames'; readonly frame: FrameKey; readonly step: string; readonly attempt: number; readonly count: number };

type OfStep = { readonly frame: FrameKey; readonly step: string; readonly attempt: number };

/**
 * The record of a run: rows are only ever added, and the state is what folding them gives. `phase` rows of phases that wait for
 * an evaluation are not stored, because the next row replaces them within the same transaction; nor is the way back from
 * such a phase to `children`: see {@link isStored}.
 */
export type StepRow =
  | { readonly kind: 'run_started' }
  | { readonly kind: 'run_rollback'; readonly error: FlowError }
  | { readonly kind: 'run_ended'; readonly status: RunStatus; readonly result: ResultSource | null; readonly error: FlowError | null }
  | {
      readonly kind: 'frame_started';
      readonly frame: FrameKey;
      readonly parent: FrameKey | null;
      readonly parentAttempt: number;
      readonly index: number;
      readonly source: SequenceSource;
      readonly isCounted: boolean;
    }
  | {
      readonly kind: 'frame_ended';
      readonly frame: FrameKey;
      readonly status: 'succeeded' | 'stopped' | 'failed';
      readonly result: ResultSource | null;
      readonly error: FlowError | null;
      readonly isTolerated: boolean;
    }
  | (OfStep & {
      readonly kind: 'phase';
      readonly position: number;
      readonly phase: Phase;
      readonly error: FlowError | null;
      readonly stopping?: Stopping;
      readonly children?: { readonly total: number | null; readonly width: number };
    })
  | (OfStep & { readonly kind: 'attempt_failed'; readonly error: FlowError })
  | (OfStep & { readonly kind: 'decided'; readonly decisionId: string })
  | (OfStep & {
      readonly kind: 'step_ended';
      readonly position: number;
      readonly status: 'succeeded' | 'skipped' | 'continued' | 'failed';
      readonly result: ResultSource | null;
      readonly error: FlowError | null;
      readonly isUndoable: boolean;
    });

const evaluating: ReadonlySet<Phase> = new Set(['skip_check', 'prepare', 'retry_check', 'stop_check', 'iteration_check', 'sleep_check', 'recover_check']);

/** Whether the phase waits for an evaluation, which the same transaction answers. */
export const isEvaluating = (phase: Phase): boolean => evaluating.has(phase);

/** Whether the shell has to write the row. */
export const isStored = (row: StepRow): boolean =>
  row.kind !== 'phase' || !(isEvaluating(row.phase) || (row.phase === 'children' && row.children === undefined));
