import type { FlowModule, InputTransform, Suspend } from '../flow.contract.ts';
import type { FlowError, ResultSource, RunStatus } from './rows.ts';
import type { FrameKey } from './state.ts';

/** The place that an event or a command speaks of: an attempt of a step in a frame. */
export type Place = { readonly frame: FrameKey; readonly step: string; readonly attempt: number };

/** What an evaluation is for. It comes back with the answer, so that a late answer is recognised. */
export type Stage = 'skip_flow' | 'skip' | 'prepare' | 'retry' | 'stop' | 'iteration' | 'sleep' | 'recover';

/** What a step can wait for without a worker. */
export type WaitKind = 'sleep' | 'retry' | 'approval' | 'event';

/** What happened. Time and chance come from outside: `nowMs`, and `random` from 0 up to 1. */
export type FlowEvent =
  | { readonly kind: 'started'; readonly nowMs: number; readonly isExternal: boolean }
  /** Goes on from rows that were taken over from another run. */
  | { readonly kind: 'restarted'; readonly nowMs: number; readonly enter: readonly FrameKey[] }
  /** Answers the command `evaluate`, with the values by name, or with the first failure. */
  | (Place & {
      readonly kind: 'evaluated';
      readonly stage: Stage;
      readonly nowMs: number;
      readonly random: number;
      readonly answer: { readonly values: Readonly<Record<string, unknown>> } | { readonly error: FlowError };
    })
  | (Place & { readonly kind: 'step_succeeded'; readonly nowMs: number })
  | (Place & { readonly kind: 'step_failed'; readonly nowMs: number; readonly random: number; readonly error: FlowError; readonly isFinal?: boolean })
  /** The job of a step ended without running: it was merged into another one, or its script asked for it. */
  | (Place & { readonly kind: 'step_skipped'; readonly nowMs: number })
  /** The time of a wait is over. It names the wait, because one attempt may have several, one after the other. */
  | (Place & { readonly kind: 'timer_due'; readonly wait: WaitKind; readonly nowMs: number; readonly random: number })
  /** A decision. Each is delivered once per `decisionId`; the quorum is counted here. */
  | (Place & { readonly kind: 'resumed'; readonly nowMs: number; readonly decision: 'approved' | 'rejected'; readonly decisionId: string; readonly by: string })
  | (Place & { readonly kind: 'event_received'; readonly nowMs: number })
  | { readonly kind: 'cancelled'; readonly by: string; readonly reason: string };

/** Something to evaluate: a transform, an expression, or the index of the first expression that is true (-1: none). */
export type Evaluation = { readonly transform: InputTransform } | { readonly expr: string } | { readonly firstTrue: readonly string[] };

/** What an expression sees as `result` besides what is in scope of its step. */
export type EvaluationResult = ResultSource | { readonly from: 'iteration'; readonly frame: FrameKey } | null;

/** What the shell has to do, in its transaction. */
export type Command =
  | (Place & {
      readonly kind: 'evaluate';
      readonly stage: Stage;
      readonly requests: Readonly<Record<string, Evaluation>>;
      readonly result: EvaluationResult;
      readonly error: FlowError | null;
    })
  | (Place & { readonly kind: 'run_step'; readonly module: FlowModule; readonly notBeforeMs: number | null; readonly priority: number | null })
  /** `retry` and `sleep` end at `dueAtMs`; `approval` and `event` fail then. `null`: no end. */
  | (Place & { readonly kind: 'open_wait'; readonly wait: 'sleep' | 'retry'; readonly dueAtMs: number })
  | (Place & { readonly kind: 'open_wait'; readonly wait: 'approval'; readonly dueAtMs: number | null; readonly required: number; readonly suspend: Suspend })
  | (Place & { readonly kind: 'open_wait'; readonly wait: 'event'; readonly dueAtMs: number | null; readonly key: unknown })
  | (Place & { readonly kind: 'close_wait'; readonly reason: 'resumed' | 'expired' })
  /** Every job that runs and every wait that is open in a frame whose key starts with `below`, and in no other. */
  | { readonly kind: 'cancel_below'; readonly below: FrameKey; readonly reason: string }
  /** The result of the preprocessor becomes the arguments of the flow, wrapped as `{value}` unless it is an object. */
  | { readonly kind: 'replace_arguments'; readonly frame: FrameKey }
  | { readonly kind: 'early_return'; readonly frame: FrameKey; readonly step: string }
  | {
      readonly kind: 'delete_later';
      readonly steps: readonly { readonly step: string; readonly afterSeconds: number }[];
      readonly flowAfterSeconds: number | null;
    }
  | { readonly kind: 'end_run'; readonly status: RunStatus; readonly result: ResultSource | null; readonly error: FlowError | null };
