import type { FlowModule } from '../flow.contract.ts';
import { applyRow } from './fold.ts';
import type { FlowDefinition } from './definition.ts';
import type { Command, Place } from './messages.ts';
import type { Move } from './moves.ts';
import type { FlowError, StepRow } from './rows.ts';
import type { Counters, Frame, FrameKey, Phase, Run, SequenceSource, StateReader, StateWriter, Stopping } from './state.ts';

/** A step that is about to run, or runs. */
export type At = { readonly frame: FrameKey; readonly module: FlowModule; readonly position: number; readonly attempt: number };

/**
 * One decision in the making: reads the state, keeps what it changes to itself, and collects rows, commands and moves. Counts its
 * reads and writes, which is how tests show that an event costs the same in a flow of any size.
 */
export class Draft implements StateWriter {
  readonly rows: StepRow[] = [];
  readonly commands: Command[] = [];
  operations = 0;
  private readonly moves: Move[] = [];
  private readonly changed = new Map<FrameKey, Frame | undefined>();
  private changedRun: Run | undefined;

  constructor(
    private readonly state: StateReader,
    readonly definition: FlowDefinition,
    readonly nowMs: number,
    readonly random: number,
  ) {}

  get run(): Run {
    return this.changedRun ?? this.state.run;
  }

  frame(key: FrameKey): Frame | undefined {
    this.operations++;
    return this.changed.has(key) ? this.changed.get(key) : this.state.frame(key);
  }

  setRun(run: Run): void {
    this.changedRun = run;
  }

  setFrame(frame: Frame): void {
    this.operations++;
    this.changed.set(frame.key, frame);
  }

  removeFrame(key: FrameKey): void {
    this.operations++;
    this.changed.set(key, undefined);
  }

  write(row: StepRow): void {
    this.rows.push(row);
    applyRow(this, row);
  }

  command(command: Command): void {
    this.commands.push(command);
  }

  /** Goes on with this after what is already due. Moves are data and not calls, so that a thousand instant steps need no deep stack. */
  next(move: Move): void {
    this.moves.push(move);
  }

  *due(): Generator<Move> {
    for (let index = 0; index < this.moves.length; index++) {
      const move = this.moves[index];
      if (move) yield move;
    }
  }

  /** The frame, which has to be there: it was read before in the same decision. */
  existing(key: FrameKey): Frame {
    const frame = this.frame(key);
    if (!frame) throw new Error(`The sequence "${key}" has ended while it was decided about.`);
    return frame;
  }

  modulesOf(frame: Frame): readonly FlowModule[] {
    return this.definition.modulesOf(frame.source);
  }

  /** The step that a frame is at. */
  at(frame: Frame): At {
    const module = this.modulesOf(frame)[frame.position];
    if (!module) throw new Error(`The sequence "${frame.key}" has no step ${frame.position}.`);
    return { frame: frame.key, module, position: frame.position, attempt: frame.attempt };
  }

  phase(
    { frame, module, position, attempt }: At,
    phase: Phase,
    over: { error?: FlowError | null; stopping?: Stopping; children?: Pick<Counters, 'total' | 'width'> } = {},
  ): void {
    this.write({
      kind: 'phase',
      frame,
      step: module.id,
      position,
      attempt,
      phase,
      error: over.error ?? null,
      ...(over.stopping ? { stopping: over.stopping } : {}),
      ...(over.children ? { children: over.children } : {}),
    });
  }

  /** Starts a sequence inside of a step. `isCounted`: the step waits for it by its counters. */
  startFrame(key: FrameKey, parent: Frame | null, source: SequenceSource, index: number, isCounted: boolean): void {
    this.write({ kind: 'frame_started', frame: key, parent: parent?.key ?? null, parentAttempt: parent?.attempt ?? 0, index, source, isCounted });
    this.next({ do: 'enter', frame: key });
  }
}

/** The place of a step, for commands. */
export const placeOf = ({ frame, module, attempt }: At): Place => ({ frame, step: module.id, attempt });

/** Key of the sequence number `index` below an attempt of a step. */
export const childKey = ({ frame, module, attempt }: At, index: number): FrameKey => `${frame}/${module.id}${attempt > 1 ? `~${attempt}` : ''}[${index}]`;
