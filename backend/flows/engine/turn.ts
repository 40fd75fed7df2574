import type { NewAgentRun } from '../../agents/runs/agent-run.sql.ts';
import { isAppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import type { NewWait } from '../../waits/wait.ts';
import { decide } from '../core/decide.ts';
import type { Command, FlowEvent, Place } from '../core/messages.ts';
import { isStored, type FlowError, type ResultSource, type StepRow } from '../core/rows.ts';
import { applyRow } from '../core/fold.ts';
import { childPrefix } from '../core/frame-keys.ts';
import { EvaluationFailure, type Evaluations } from './evaluations.ts';
import type { KeptRun, RecordedRow } from './kept-run.ts';
import { placeKey } from './place.ts';
import { shownError, type Pointer } from './pointer.ts';
import type { RunScope } from './run-scope.ts';
import type { StepWork } from './step-jobs.ts';
import type { ValueReader } from './value-reader.ts';
import type { NewRow } from './write-run.sql.ts';

/** What an event brings along: the job whose result it speaks of, or a value as JSON text. */
export type Brought = { jobId?: string; held?: string; isReused?: boolean };

type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

/** What the engine wants done besides rows, jobs and waits, which are written at the end of the turn. */
export type TurnEffects = {
  makeJob(command: CommandOf<'run_step'>, jobId: string): Promise<StepWork>;
  askApproval(command: Extract<Command, { wait: 'approval' }>, waitId: string): Promise<void>;
};

/** Parts of a {@link Turn}. */
export type TurnParts = { run: KeptRun; values: ValueReader; scope: RunScope; evaluations: Evaluations; effects: TurnEffects; nowMs: number };

/**
 * Decisions about one run within one transaction: an event, the answers to what it asks, and what follows from them, until nothing
 * is left to ask. Collects what is to be written; the state of the run is changed as it goes, so a turn that fails spoils it.
 */
export class Turn {
  readonly rows: NewRow[] = [];
  jobs: NewJob[] = [];
  /** Runs of the agents among the jobs, those that stand in the flow. */
  readonly agentRuns: NewAgentRun[] = [];
  waits: (NewWait & { id: string })[] = [];
  /** What is left for whoever writes: in the order of the engine. */
  readonly later: CommandOf<'cancel_below' | 'delete_later' | 'end_run'>[] = [];
  earlySeq: number | null = null;
  args: string | null = null;
  private readonly jobIds = new Map<string, string>();
  private readonly items = new Map<string, unknown[]>();
  private readonly open: (CommandOf<Command['kind']> | { event: FlowEvent; brought: Brought })[] = [];

  constructor(private readonly parts: TurnParts) {}

  /** Takes an event to its end. */
  async take(event: FlowEvent, brought: Brought = {}): Promise<void> {
    await this.decide(event, brought);
    // By index: a loop may leave a hundred thousand, and taking the first out of a list moves all the others.
    for (let index = 0; index < this.open.length; index++) {
      const next = this.open[index];
      if (!next) continue;
      if ('event' in next) await this.decide(next.event, next.brought);
      else await this.carryOut(next);
    }
    this.open.length = 0;
  }

  /** Takes rows over as they are, from another run. */
  takeOver(record: RecordedRow, row: NewRow): void {
    this.parts.run.apply(record);
    this.rows.push(row);
    if (row.held !== null) this.parts.values.pending.set(row.seq, row.held);
  }

  private async decide(event: FlowEvent, brought: Brought): Promise<void> {
    const { run } = this.parts;
    const decision = decide(run.definition, run.state, event);
    for (const row of decision.rows) await this.record(row, brought);
    this.open.push(...decision.commands);
  }

  private async record(row: StepRow, brought: Brought): Promise<void> {
    const { run, values } = this.parts;
    if (!isStored(row)) return applyRow(run.state, row);
    const seq = run.nextSeq;
    const columns = await this.columnsOf(row, brought);
    const stored = columns.row ?? row;
    const held = columns.held ?? null;
    run.apply({ seq, row: stored, hasHeld: held !== null, resultJobId: columns.resultJobId ?? null, resultSeq: columns.resultSeq ?? null });
    if (held !== null) values.pending.set(seq, held);
    const items = row.kind === 'phase' && row.children ? this.items.get(placeKey(row)) : undefined;
    if (items) run.items.set(seq, items);
    this.rows.push({
      seq,
      row: stored,
      held,
      resultJobId: columns.resultJobId ?? null,
      resultSeq: columns.resultSeq ?? null,
      childJobId: columns.childJobId ?? null,
      isReused: columns.isReused ?? false,
    });
  }

  private async columnsOf(row: StepRow, brought: Brought): Promise<Partial<NewRow>> {
    switch (row.kind) {
      case 'step_ended':
        return row.result ? this.resultColumns(row, row.result, brought) : {};
      case 'frame_ended':
      case 'run_ended':
        return row.result ? this.resultColumns({ ...row, frame: row.kind === 'frame_ended' ? row.frame : '', step: '' }, row.result, brought, row) : {};
      case 'decided':
        return { held: brought.held ?? 'null' };
      case 'phase':
        return this.phaseColumns(row);
      default:
        return {};
    }
  }

  private phaseColumns(row: Extract<StepRow, { kind: 'phase' }>): Partial<NewRow> {
    const key = placeKey(row);
    if (row.phase === 'job') {
      const id = newId();
      this.jobIds.set(key, id);
      return { childJobId: id };
    }
    const items = row.children ? this.items.get(key) : undefined;
    return items ? { held: JSON.stringify(items) } : {};
  }

  private async resultColumns(
    place: { frame: string; step: string },
    source: ResultSource,
    brought: Brought,
    row: StepRow = place as Extract<StepRow, { kind: 'step_ended' }>,
  ): Promise<Partial<NewRow>> {
    const { run, scope } = this.parts;
    switch (source.from) {
      case 'job':
      case 'event':
        return brought.jobId === undefined ? { held: brought.held ?? 'null', isReused: brought.isReused } : { resultJobId: brought.jobId };
      case 'value':
        // The value stands once, where results are looked for.
        return { held: JSON.stringify(source.value ?? null), row: { ...row, result: { from: 'value', value: null } } as StepRow };
      case 'error':
        return { held: JSON.stringify({ error: await this.errorValue(source.error, place.frame) }) };
      case 'args':
        return { held: await scope.shownArguments(place.frame) };
      case 'frames':
        return {};
      case 'previous': {
        const before = scope.previousPointer(place.frame, place.step);
        if (before !== undefined) return pointerColumns(before);
        return { row: { ...row, result: { from: 'args' } } as StepRow, held: await scope.shownArguments(place.frame) };
      }
      case 'step':
        return pointerColumns(run.resultIn(place.frame, source.step) ?? null);
      case 'frame':
        return pointerColumns(run.resultOfFrame(source.frame) ?? null);
    }
  }

  /** Where the result of the whole run lies. */
  resultOfRun(source: ResultSource): Pointer | { value: unknown } {
    const { run } = this.parts;
    switch (source.from) {
      case 'step':
        return run.resultIn('', source.step) ?? null;
      case 'frame':
        return run.resultOfFrame(source.frame) ?? null;
      case 'value':
        return { value: source.value ?? null };
      case 'error':
        return { value: { error: shownError(source.error) } };
      case 'frames':
        return { at: 'frames', seq: 0, prefix: childPrefix(source.frame, source.step, source.attempt), count: source.count };
      default:
        return { at: 'args', seq: 0, frame: '' };
    }
  }

  /** A failure as a value, with the result that its author asked for. */
  async errorValue(error: FlowError, frame: string): Promise<Record<string, unknown>> {
    const { run, values } = this.parts;
    const source = error.result_of;
    if (!source) return shownError(error);
    const pointer: Pointer =
      source.from === 'step'
        ? (run.resultIn(frame, source.step) ?? null)
        : source.from === 'frames'
          ? { at: 'frames', seq: 0, prefix: childPrefix(source.frame, source.step, source.attempt), count: source.count }
          : null;
    return { ...shownError(error), result: await values.value(pointer) };
  }

  private async carryOut(command: Command): Promise<void> {
    switch (command.kind) {
      case 'evaluate':
        return this.evaluate(command);
      case 'run_step':
        return this.runStep(command);
      case 'open_wait':
        return this.openWait(command);
      case 'replace_arguments':
        return this.replaceArguments(command.frame);
      case 'early_return':
        this.earlySeq ??= this.seqOf(command);
        return;
      case 'close_wait':
        // What ended the wait has closed it; only one that was opened just now is still to be left out.
        this.waits = this.waits.filter(({ place }) => place !== placeKey(command));
        return;
      case 'cancel_below':
        this.jobs = this.jobs.filter(({ triggerPath }) => !triggerPath?.startsWith(command.below));
        this.waits = this.waits.filter(({ place }) => !place.startsWith(command.below));
        return void this.later.push(command);
      default:
        this.later.push(command);
    }
  }

  private async evaluate(command: CommandOf<'evaluate'>): Promise<void> {
    const { evaluations, nowMs } = this.parts;
    const answer = await evaluations.answer(command);
    if ('values' in answer && Array.isArray(answer.values['items'])) this.items.set(placeKey(command), answer.values['items'] as unknown[]);
    const { frame, step, attempt, stage } = command;
    this.open.push({ event: { kind: 'evaluated', frame, step, attempt, stage, nowMs, random: Math.random(), answer }, brought: {} });
  }

  private async runStep(command: CommandOf<'run_step'>): Promise<void> {
    const { frame, step, attempt } = command;
    const { nowMs } = this.parts;
    const place = { frame, step, attempt };
    const jobId = this.jobIds.get(placeKey(command)) ?? newId();
    try {
      const work = await this.parts.effects.makeJob(command, jobId);
      if ('known' in work) return void this.open.push({ event: { kind: 'step_succeeded', ...place, nowMs }, brought: { held: work.known, isReused: true } });
      this.jobs.push(work.job);
      if (work.agentRun) this.agentRuns.push(work.agentRun);
      this.limitTime(command, work.job);
      if (!work.cache) return;
      this.hold(jobId, JSON.stringify(work.cache));
      this.parts.run.hasCache = true;
    } catch (error) {
      const failure = stepFailure(error, step);
      this.open.push({ event: { kind: 'step_failed', ...place, nowMs, random: Math.random(), error: failure, isFinal: true }, brought: {} });
    }
  }

  /** A flow or an agent has no worker that would stop it in time, so the flow around it does. */
  private limitTime(command: CommandOf<'run_step'>, { kind, settings }: NewJob): void {
    const hasNoClock = kind === 'flow' || kind === 'agent' || kind === 'agent_preview';
    if (!hasNoClock || settings.timeout_s === undefined) return;
    const { workspace_id: workspaceId, job_id: jobId } = this.parts.run.facts;
    const dueAt = new Date((command.notBeforeMs ?? this.parts.nowMs) + settings.timeout_s * 1000);
    this.waits.push({ id: newId(), workspaceId, jobId, owner: 'flow', place: placeKey(command), kind: 'child', dueAt, eventKey: null });
  }

  /** Puts something beside the row that says which job runs the step. */
  private hold(childJobId: string, held: string): void {
    const index = this.rows.findLastIndex((row) => row.childJobId === childJobId);
    const row = this.rows[index];
    if (row) this.rows[index] = { ...row, held };
  }

  private async openWait(command: CommandOf<'open_wait'>): Promise<void> {
    const { run } = this.parts;
    const wait: NewWait & { id: string } = {
      id: newId(),
      workspaceId: run.facts.workspace_id,
      jobId: run.facts.job_id,
      owner: 'flow',
      place: placeKey(command),
      kind: command.wait,
      // Approvals end by themselves: they know what their expiry means.
      dueAt: command.wait === 'approval' || command.dueAtMs === null ? null : new Date(command.dueAtMs),
      eventKey: command.wait === 'event' ? String(command.key) : null,
    };
    this.waits.push(wait);
    if (command.wait !== 'approval') return;
    try {
      await this.parts.effects.askApproval(command, wait.id);
    } catch (error) {
      const { message } = stepFailure(error, command.step);
      const { frame, step, attempt } = command;
      this.open.push({
        event: {
          kind: 'resumed',
          frame,
          step,
          attempt,
          nowMs: this.parts.nowMs,
          decision: 'rejected',
          decisionId: wait.id,
          by: `Nobody could be asked (${message}), which`,
        },
        brought: {},
      });
    }
  }

  private async replaceArguments(frame: string): Promise<void> {
    const { run, values } = this.parts;
    const value = await values.value(run.resultOfFrame(frame));
    const args = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
    this.args = JSON.stringify(args);
    run.input = { args, secrets: run.input?.secrets ?? [] };
  }

  private seqOf({ frame, step }: Pick<Place, 'frame' | 'step'>): number | null {
    return this.rows.findLast(({ row }) => row.kind === 'step_ended' && row.frame === frame && row.step === step)?.seq ?? null;
  }
}

function pointerColumns(pointer: Pointer): Partial<NewRow> {
  if (pointer === null) return { held: 'null' };
  return pointer.at === 'job' ? { resultJobId: pointer.jobId } : { resultSeq: pointer.seq };
}

/** Why a step could not even begin; anything else is a fault of Millrace, and the turn is tried again. */
function stepFailure(error: unknown, step: string): FlowError {
  if (error instanceof EvaluationFailure) return error.error;
  if (isAppError(error) && error.status < 500) return { name: 'StepNotStarted', message: error.message, step_id: step, code: error.code };
  throw error;
}
