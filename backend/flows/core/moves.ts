import type { FlowError, ResultSource } from './rows.ts';
import type { Frame, FrameKey, Stopping } from './state.ts';

/** A sequence that has ended, as the step around it sees it. */
export type EndedFrame = {
  readonly frame: Frame;
  readonly status: 'succeeded' | 'stopped' | 'failed';
  readonly stopping: Stopping;
  readonly error: FlowError | null;
};

/**
 * What comes next within a decision. Steps do not call each other: they leave moves, which one loop carries out. So no part of
 * the engine has to know the others.
 */
export type Move =
  /** Go to the next step of a sequence, or end it. */
  | { readonly do: 'enter'; readonly frame: FrameKey }
  /** Start an attempt of a step. */
  | { readonly do: 'begin'; readonly frame: FrameKey; readonly position: number; readonly attempt: number; readonly notBeforeMs: number | null }
  /** The step has its result. */
  | {
      readonly do: 'succeed';
      readonly frame: FrameKey;
      readonly position: number;
      readonly attempt: number;
      readonly result: ResultSource;
      readonly isSkipped?: boolean;
      readonly stopping?: Stopping;
    }
  /** An attempt has failed; `isFinal` where another would not help. */
  | {
      readonly do: 'fail';
      readonly frame: FrameKey;
      readonly position: number;
      readonly attempt: number;
      readonly error: FlowError;
      readonly isFinal?: boolean;
    }
  /** The step has failed for good. */
  | { readonly do: 'give_up'; readonly frame: FrameKey; readonly error: FlowError }
  | { readonly do: 'retry'; readonly frame: FrameKey; readonly error: FlowError }
  /** After the step and its `finally`: stop, ask, sleep, or go on. */
  | { readonly do: 'leave'; readonly frame: FrameKey }
  | { readonly do: 'pause'; readonly frame: FrameKey }
  | { readonly do: 'fail_frame'; readonly frame: FrameKey; readonly error: FlowError }
  | {
      readonly do: 'end_frame';
      readonly frame: FrameKey;
      readonly status: 'succeeded' | 'stopped' | 'failed';
      readonly result: ResultSource | null;
      readonly error: FlowError | null;
      readonly stopping: Stopping;
    }
  | { readonly do: 'undo_next' };
