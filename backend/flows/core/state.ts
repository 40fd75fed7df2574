import type { FlowError, ResultSource, RunStatus } from './rows.ts';

/** Names a sequence in a run: empty for the flow itself, below it `/<step>~<attempt>[<index>]` for what a step contains. */
export type FrameKey = string;

/** Which modules of the definition a frame runs. */
export type SequenceSource =
  | { readonly kind: 'root' | 'failure' | 'preprocessor' }
  | { readonly kind: 'iteration' | 'finally'; readonly step: string }
  /** `of` is the frame in which the step had run: its results are what the compensation sees. */
  | { readonly kind: 'rollback'; readonly step: string; readonly of: FrameKey }
  | { readonly kind: 'branch'; readonly step: string; readonly branch: number | 'default' };

/**
 * What the current step of a frame does. `skip_check`, `prepare`, `retry_check`, `stop_check`, `iteration_check`, `sleep_check` and
 * `recover_check` wait for an evaluation that is answered in the same transaction; the others are seen at rest.
 */
export type Phase =
  | 'new' | 'ended' | 'skip_check' | 'prepare' | 'retry_check' | 'stop_check' | 'iteration_check' | 'sleep_check' | 'recover_check'
  | 'preprocessor' | 'job' | 'children' | 'event' | 'retry_wait' | 'finally' | 'approval' | 'sleep' | 'failure';

/** How far a container is: numbers, never lists, so that an event costs the same in a loop of any width. */
export type Counters = {
  /** Children in all; `null` where only the conditions of a while loop know. */
  readonly total: number | null;
  readonly started: number;
  readonly active: number;
  readonly ended: number;
  readonly failed: number;
  /** How many may run at once. */
  readonly width: number;
  /** The first failure that counts; nothing new is started after it. */
  readonly error: FlowError | null;
};

/** A sequence that is running: the flow, an iteration, a branch. It has one current step, and only numbers about it. */
export type Frame = {
  readonly key: FrameKey;
  /** The frame whose step contains this one; `null` for the flow itself and for what runs beside it. */
  readonly parent: FrameKey | null;
  readonly parentAttempt: number;
  readonly index: number;
  readonly source: SequenceSource;
  /** Index of the current module; -1 before the first. */
  readonly position: number;
  readonly step: string;
  readonly attempt: number;
  readonly failures: number;
  readonly phase: Phase;
  readonly counters: Counters | null;
  /** Approvals that have come for the current step. */
  readonly received: number;
  /** The failure that is being handled, in the phases `finally`, `retry_check`, `retry_wait`, `failure`, `recover_check`. */
  readonly error: FlowError | null;
  /** What happens once `finally` has run, where that is not the usual. */
  readonly stopping: Stopping;
};

/** How a sequence goes on after `finally`: it ends early (and counts as skipped), or goes to the next step without asking more. */
export type Stopping = 'stop' | 'skip' | 'enter' | null;

/** Completed steps that can be undone, the newest first. */
export type Compensation = { readonly frame: FrameKey; readonly step: string; readonly before: Compensation | null };

/** What is not in a frame. */
export type Run = {
  readonly status: 'new' | 'running' | RunStatus;
  readonly compensations: Compensation | null;
  /** Set while completed steps are undone: what the flow will fail with. */
  readonly rollback: { readonly error: FlowError; readonly count: number } | null;
  readonly result: ResultSource | null;
  readonly error: FlowError | null;
};

/** What `decide` reads. A shell may keep all frames or load the ones on the way from an event to the root. */
export type StateReader = { readonly run: Run; frame(key: FrameKey): Frame | undefined };

/** Where a row is applied. */
export type StateWriter = StateReader & { setRun(run: Run): void; setFrame(frame: Frame): void; removeFrame(key: FrameKey): void };

/** State of a run that nobody else holds: changed in place by {@link applyRow}, so that an event costs the same at any size. */
export class FlowState implements StateWriter {
  run: Run = { status: 'new', compensations: null, rollback: null, result: null, error: null };
  readonly frames = new Map<FrameKey, Frame>();

  frame(key: FrameKey): Frame | undefined {
    return this.frames.get(key);
  }

  setRun(run: Run): void {
    this.run = run;
  }

  setFrame(frame: Frame): void {
    this.frames.set(frame.key, frame);
  }

  removeFrame(key: FrameKey): void {
    this.frames.delete(key);
  }
}

/** Whether the run has ended. */
export const isTerminal = ({ status }: Run): boolean => status !== 'new' && status !== 'running';

/** Whether a frame is between two steps, as it is where a restarted run takes over. */
export const isBetweenSteps = ({ phase }: Frame): boolean => phase === 'new' || phase === 'ended';
