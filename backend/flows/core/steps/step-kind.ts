import type { FlowModule, FlowModuleValue } from '../../flow.contract.ts';
import type { At, Draft } from '../draft.ts';
import type { EndedFrame } from '../moves.ts';
import type { Frame } from '../state.ts';

/** The module of one kind, with its value typed. */
export type ModuleOf<Kind extends FlowModuleValue['type']> = FlowModule & { readonly value: Extract<FlowModuleValue, { type: Kind }> };

/** A step of one kind that is about to run. */
export type AtKind<Kind extends FlowModuleValue['type']> = At & { readonly module: ModuleOf<Kind> };

/** What a kind of step does. It leaves rows, commands and moves in the draft; all that is common to steps happens around it. */
export type StepKind<Kind extends FlowModuleValue['type']> = {
  /** Whether a worker runs it, so that a retry can be a job that starts later. */
  readonly isJob: boolean;
  /** Begins an attempt. */
  start(draft: Draft, at: AtKind<Kind>, notBeforeMs: number | null): void;
  /** The answer to the evaluation that `start` has asked for. */
  prepared?(draft: Draft, at: AtKind<Kind>, values: Readonly<Record<string, unknown>>): void;
  /** A sequence below it has ended; `frame` has the counters after that. */
  childEnded?(draft: Draft, at: AtKind<Kind>, frame: Frame, ended: EndedFrame): void;
  /** Its own condition, asked after an iteration, has not stopped it. */
  resumed?(draft: Draft, at: AtKind<Kind>, frame: Frame): void;
  /** Whether the failure of one sequence below leaves the others untouched. */
  toleratesFailure?(module: ModuleOf<Kind>, frame: Frame): boolean;
};
