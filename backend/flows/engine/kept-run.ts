import { applyRow } from '../core/fold.ts';
import type { FlowDefinition } from '../core/definition.ts';
import { childPrefix } from '../core/frame-keys.ts';
import type { StepRow } from '../core/rows.ts';
import { FlowState, type FrameKey } from '../core/state.ts';
import type { JsonObject } from '../../common/json.ts';
import type { ImportedScript } from '../../languages/language.ts';
import type { StepCodes } from '../step-code.ts';
import { frameAround, frameBefore } from './place.ts';
import type { Pointer } from './pointer.ts';
import type { RunFacts } from './load-run.sql.ts';

/** A row of the record with its columns, as far as going on needs them. */
export type RecordedRow = {
  readonly seq: number;
  readonly row: StepRow;
  readonly hasHeld: boolean;
  readonly resultJobId: string | null;
  readonly resultSeq: number | null;
};

/** The code of a step as it runs. `lock` is null where the worker finds it. */
export type StepSource = { schema: JsonObject; imported: ImportedScript[]; lock: string | null };

/** What a deploy found out about the flow; nothing of a flow that is not deployed. */
export type FlowSource = { tag: string | null; code: StepCodes; schema: JsonObject | null; version: number | null };

/**
 * A run as this process knows it: the state of the engine, and where each result lies. Everything in it follows from the rows of the
 * record, so that it can be thrown away at any time; what other processes have added is read when the run is locked.
 */
export class KeptRun {
  readonly state = new FlowState();
  nextSeq = 1;
  /** Arguments in clear, and what must be kept out of jobs and logs. */
  input: { args: JsonObject; secrets: readonly string[] } | null = null;
  /** Texts that people filled in and that look like references: they stay texts. */
  readonly plainTexts = new Set<string>();
  /** Items of loops that were read, by the row that holds them. */
  readonly items = new Map<number, readonly unknown[]>();
  /** The tag of the worker that runs all its steps, where it was looked up and there is one. */
  home: string | null = null;
  /** Whether results of steps are to be kept for others. */
  hasCache = false;
  /** Code of steps that was read. */
  readonly code = new Map<string, Promise<StepSource>>();
  /** Results of the jobs that ended last, as JSON text. */
  readonly recent = new Map<string, string>();
  private readonly owners = new Map<number, Pointer>();
  private readonly steps = new Map<string, Pointer>();
  private readonly frames = new Map<FrameKey, Pointer>();
  private readonly itemRows = new Map<string, number>();
  private readonly votes = new Map<string, number[]>();
  private readonly undone = new Map<FrameKey, FrameKey>();

  constructor(
    readonly facts: RunFacts,
    readonly definition: FlowDefinition,
    readonly source: FlowSource,
  ) {}

  /** Takes a row in, in the order of the record. */
  apply(record: RecordedRow): void {
    applyRow(this.state, record.row);
    this.note(record);
    this.nextSeq = record.seq + 1;
  }

  /** How much memory it takes, roughly. */
  get weight(): number {
    return 2_000 + this.nextSeq * 200 + [...this.items.values()].reduce((sum, { length }) => sum + length * 200, 0);
  }

  /** The result of a step as a frame sees it: its own, that of the iteration before, or that of the frames around. */
  resultOf(frame: FrameKey, step: string): Pointer | undefined {
    for (let key: FrameKey | null = frame; key !== null; key = this.around(key)) {
      const own = this.steps.get(`${key} ${step}`);
      if (own !== undefined) return own;
      const before = frameBefore(key);
      const earlier = before === null ? undefined : this.steps.get(`${before} ${step}`);
      if (earlier !== undefined) return earlier;
    }
    return undefined;
  }

  /** The result of a step in exactly this frame. */
  resultIn(frame: FrameKey, step: string): Pointer | undefined {
    return this.steps.get(`${frame} ${step}`);
  }

  resultOfFrame(frame: FrameKey): Pointer | undefined {
    return this.frames.get(frame);
  }

  /** Row that holds the items of a loop. */
  itemsRow(prefix: string): number | undefined {
    return this.itemRows.get(prefix);
  }

  /** Rows of the votes that came after a step. */
  votesAfter(frame: FrameKey, step: string): readonly number[] {
    return this.votes.get(`${frame} ${step}`) ?? [];
  }

  /** The frame whose results a frame sees besides its own. */
  around(key: FrameKey): FrameKey | null {
    return this.undone.get(key) ?? frameAround(key)?.frame ?? null;
  }

  private note(record: RecordedRow): void {
    const { seq, row, hasHeld } = record;
    switch (row.kind) {
      case 'step_ended':
        return void this.steps.set(`${row.frame} ${row.step}`, this.own(record, this.pointerOf(record)));
      case 'frame_ended':
        return void this.frames.set(
          row.frame,
          this.own(record, row.result === null && row.error ? { at: 'error', seq, error: row.error } : this.pointerOf(record)),
        );
      case 'frame_started':
        if (row.source.kind === 'rollback') this.undone.set(row.frame, row.source.of);
        return;
      case 'phase':
        if (row.phase === 'job' && hasHeld) this.hasCache = true;
        if (row.children && hasHeld) this.itemRows.set(childPrefix(row.frame, row.step, row.attempt), seq);
        return;
      case 'decided': {
        const key = `${row.frame} ${row.step}`;
        return void this.votes.set(key, [...(this.votes.get(key) ?? []), seq]);
      }
      default:
        return;
    }
  }

  private own({ seq }: RecordedRow, pointer: Pointer): Pointer {
    if (pointer !== null && pointer.at !== 'job' && pointer.seq === seq) this.owners.set(seq, pointer);
    return pointer;
  }

  private pointerOf({ seq, row, hasHeld, resultJobId, resultSeq }: RecordedRow): Pointer {
    if (row.kind !== 'step_ended' && row.kind !== 'frame_ended') return null;
    if (resultJobId !== null) return { at: 'job', jobId: resultJobId };
    if (resultSeq !== null) return this.owners.get(resultSeq) ?? null;
    if (row.result?.from === 'args') return { at: 'args', seq, frame: row.frame };
    if (hasHeld) return { at: 'row', seq };
    if (row.result?.from === 'frames') {
      const { frame, step, attempt, count } = row.result;
      return { at: 'frames', seq, prefix: childPrefix(frame, step, attempt), count };
    }
    return null;
  }
}
