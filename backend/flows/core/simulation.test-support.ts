import { FlowValue } from '../flow.contract.ts';
import { evaluateMemberPath, readMemberPath } from '../../expressions/core/member-path.ts';
import { advance, type Decision } from './decide.ts';
import { defineFlow, type FlowDefinition } from './definition.ts';
import type { Command, Evaluation, FlowEvent, Place } from './messages.ts';
import { applyRow } from './fold.ts';
import { isStored, type ResultSource, type StepRow } from './rows.ts';
import { FlowState, type FrameKey } from './state.ts';

type Scope = Record<string, unknown>;
/** Values of expressions in a test: by source, fixed or computed from what is in scope. Member paths need none. */
export type Answers = Record<string, unknown>;
type EvaluateCommand = Extract<Command, { kind: 'evaluate' }>;

/** A shell without a database: keeps rows and results in memory, answers evaluations at once, and leaves the jobs to the test. */
export class Simulation {
  readonly definition: FlowDefinition;
  readonly state = new FlowState();
  readonly rows: StepRow[] = [];
  readonly commands: Command[] = [];
  readonly decisions: Decision[] = [];
  readonly events: FlowEvent[] = [];
  readonly waiting = new Map<string, Extract<Command, { kind: 'run_step' | 'open_wait' }>>();
  nowMs = 1_000_000;
  random = 0.5;
  private readonly jobResults = new Map<string, unknown>();
  private readonly stepResults = new Map<string, unknown>();
  private readonly frameResults = new Map<FrameKey, unknown>();
  private readonly items = new Map<string, readonly unknown[]>();

  constructor(
    value: unknown,
    private readonly answers: Answers = {},
    readonly flowInput: Scope = {},
  ) {
    this.definition = defineFlow(FlowValue.parse(value));
  }

  start(isExternal = false): this {
    this.send({ kind: 'started', nowMs: this.nowMs, isExternal });
    return this;
  }

  /** Takes rows over from another run, with its results. */
  restart(from: Simulation, rows: readonly StepRow[], enter: readonly FrameKey[]): this {
    for (const [key, value] of from.jobResults) this.jobResults.set(key, value);
    for (const [key, value] of from.items) this.items.set(key, value);
    for (const row of rows) {
      applyRow(this.state, row);
      this.record(row);
    }
    this.send({ kind: 'restarted', nowMs: this.nowMs, enter });
    return this;
  }

  /** Delivers an event and answers what it asks, until nothing more is asked. */
  send(first: FlowEvent): Decision {
    const decision = this.take(first);
    const open = [...decision.commands];
    for (let command = open.shift(); command; command = open.shift()) {
      if (command.kind !== 'evaluate') continue;
      open.push(
        ...this.take({
          kind: 'evaluated',
          frame: command.frame,
          step: command.step,
          attempt: command.attempt,
          stage: command.stage,
          nowMs: this.nowMs,
          random: this.random,
          answer: this.answer(command),
        }).commands,
      );
    }
    return decision;
  }

  /** Ends the only job that runs for the step (in the frame, where several do). */
  succeed(step: string, result: unknown = null, frame?: FrameKey): this {
    const place = this.take1('run_step', step, frame);
    this.jobResults.set(`${place.frame} ${place.step}`, result);
    this.send({ kind: 'step_succeeded', ...place, nowMs: this.nowMs });
    return this;
  }

  fail(step: string, message = 'no', frame?: FrameKey): this {
    this.send({
      kind: 'step_failed',
      ...this.take1('run_step', step, frame),
      nowMs: this.nowMs,
      random: this.random,
      error: { name: 'Error', message, step_id: step },
    });
    return this;
  }

  timer(step: string): this {
    const open = [...this.waiting.values()].find((command) => command.kind === 'open_wait' && command.step === step);
    this.send({
      kind: 'timer_due',
      ...this.take1('open_wait', step, undefined, true),
      wait: open?.kind === 'open_wait' ? open.wait : 'sleep',
      nowMs: this.nowMs,
      random: this.random,
    });
    return this;
  }

  decideOn(step: string, decision: 'approved' | 'rejected' = 'approved', decisionId = 'one'): this {
    this.send({ kind: 'resumed', ...this.take1('open_wait', step, undefined, true), nowMs: this.nowMs, decision, decisionId, by: 'ada' });
    return this;
  }

  event(step: string, payload: unknown): this {
    const place = this.take1('open_wait', step, undefined, true);
    this.jobResults.set(`${place.frame} ${place.step}`, payload);
    this.send({ kind: 'event_received', ...place, nowMs: this.nowMs });
    return this;
  }

  /** Steps whose jobs run, as `frame/step`. */
  get running(): string[] {
    return [...this.waiting.values()].filter(({ kind }) => kind === 'run_step').map(({ frame, step }) => `${frame}/${step}`);
  }

  get waits(): string[] {
    return [...this.waiting.values()].flatMap((command) => (command.kind === 'open_wait' ? [`${command.wait} ${command.step}`] : []));
  }

  get outcome(): unknown {
    const { status, result, error } = this.state.run;
    if (status === 'running' || status === 'new') return status;
    return error ? { [status]: `${error.name}: ${error.message}` } : { [status]: result ? this.valueOf(result, '', '') : null };
  }

  /** Rows of a kind of end, as `frame/step:status`. */
  get ends(): string[] {
    return this.rows.flatMap((row) => (row.kind === 'step_ended' ? [`${row.frame}/${row.step}:${row.status}`] : []));
  }

  get stored(): StepRow[] {
    return this.rows.filter(isStored);
  }

  command<Kind extends Command['kind']>(kind: Kind, step?: string): Extract<Command, { kind: Kind }> {
    const found = this.commands.findLast(
      (command): command is Extract<Command, { kind: Kind }> => command.kind === kind && (step === undefined || ('step' in command && command.step === step)),
    );
    if (!found) throw new Error(`There was no command ${kind} ${step ?? ''}`);
    return found;
  }

  private take(event: FlowEvent): Decision {
    this.events.push(event);
    const decision = advance(this.definition, this.state, event);
    this.decisions.push(decision);
    for (const row of decision.rows) this.record(row);
    for (const command of decision.commands) {
      this.commands.push(command);
      if (command.kind === 'run_step' || command.kind === 'open_wait') this.waiting.set(keyOf(command), command);
      if (command.kind === 'close_wait') this.waiting.delete(keyOf(command));
      if (command.kind === 'cancel_below') for (const [key, { frame }] of this.waiting) if (frame.startsWith(command.below)) this.waiting.delete(key);
    }
    return decision;
  }

  private record(row: StepRow): void {
    this.rows.push(row);
    if (row.kind === 'step_ended' && row.result) this.stepResults.set(`${row.frame} ${row.step}`, this.valueOf(row.result, row.frame, row.step));
    if (row.kind === 'frame_ended') this.frameResults.set(row.frame, row.result ? this.valueOf(row.result, row.frame, '') : { error: row.error });
  }

  private take1(kind: 'run_step' | 'open_wait', step: string, frame?: FrameKey, isKept = false): Place {
    const found = [...this.waiting.entries()].find(
      ([, command]) => command.kind === kind && command.step === step && (frame === undefined || command.frame === frame),
    );
    if (!found) throw new Error(`Nothing waits for ${step}: ${[...this.waiting.keys()].join(', ')}`);
    if (!isKept) this.waiting.delete(found[0]);
    return { frame: found[1].frame, step: found[1].step, attempt: found[1].attempt };
  }

  private answer(command: EvaluateCommand): Extract<FlowEvent, { kind: 'evaluated' }>['answer'] {
    try {
      const scope = this.scopeOf(command);
      const values = Object.fromEntries(Object.entries(command.requests).map(([name, request]) => [name, this.evaluate(request, scope)]));
      if (Array.isArray(values.items)) this.items.set(`${command.frame}/${command.step}`, values.items as unknown[]);
      return { values };
    } catch (error) {
      return { error: { name: 'ExpressionFailure', message: error instanceof Error ? error.message : String(error), step_id: command.step } };
    }
  }

  private evaluate(request: Evaluation, scope: Scope): unknown {
    if ('firstTrue' in request) return request.firstTrue.findIndex((expr) => Boolean(this.expression(expr, scope)));
    if ('expr' in request) return this.expression(request.expr, scope);
    return request.transform.type === 'javascript'
      ? this.expression(request.transform.expr, scope)
      : 'value' in request.transform
        ? request.transform.value
        : null;
  }

  private expression(source: string, scope: Scope): unknown {
    if (source === 'result?.recover === true') return (scope.result as { recover?: unknown } | null)?.recover === true;
    if (source === 'true' || source === 'false') return source === 'true';
    if (Object.hasOwn(this.answers, source)) {
      const answer = this.answers[source];
      return typeof answer === 'function' ? (answer(scope) as unknown) : answer;
    }
    const path = readMemberPath(source);
    const found = path && evaluateMemberPath(path, scope);
    if (found?.kind !== 'value') throw new Error(`cannot evaluate ${source}`);
    return found.value;
  }

  private scopeOf({ frame, step, result, error }: EvaluateCommand): Scope {
    const results = Object.fromEntries(
      [...this.stepResults].filter(([key]) => frame.startsWith(key.split(' ')[0] ?? '')).map(([key, value]) => [key.split(' ')[1], value]),
    );
    const value = result === null ? undefined : result.from === 'iteration' ? this.frameResults.get(result.frame) : this.valueOf(result, frame, step);
    return { results, previous_result: this.previous(frame, step), flow_input: this.inputOf(frame), result: value, error };
  }

  private inputOf(frame: FrameKey): Scope {
    const place = /^(.*)\/([\w-]+)(?:~\d+)?\[(\d+)\]$/.exec(frame);
    if (!place) return this.flowInput;
    const [, parent = '', step = '', index = ''] = place;
    const items = this.items.get(`${parent}/${step}`);
    return { ...this.inputOf(parent), iter: { index: Number(index), value: items ? items[Number(index)] : Number(index) } };
  }

  private previous(frame: FrameKey, step: string): unknown {
    const modules = this.definition.steps.get(step)?.sequence.modules ?? [];
    const position = modules.findIndex(({ id }) => id === step);
    const before = modules[position - 1];
    return before ? (this.stepResults.get(`${frame} ${before.id}`) ?? null) : this.inputOf(frame);
  }

  private valueOf(source: ResultSource, frame: FrameKey, step: string): unknown {
    switch (source.from) {
      case 'job':
      case 'event':
        return this.jobResults.get(`${frame} ${step}`) ?? null;
      case 'args':
        return this.inputOf(frame);
      case 'previous':
        return this.previous(frame, step);
      case 'value':
        return source.value;
      case 'error':
        return { error: { message: source.error.message } };
      case 'step':
        return this.stepResults.get(`${frame} ${source.step}`) ?? null;
      case 'frame':
        return this.frameResults.get(source.frame) ?? null;
      case 'frames':
        return Array.from(
          { length: source.count },
          (_, index) => this.frameResults.get(`${source.frame}/${source.step}${source.attempt > 1 ? `~${source.attempt}` : ''}[${index}]`) ?? null,
        );
    }
  }
}

const keyOf = ({ frame, step, attempt }: Place): string => `${frame}/${step}#${attempt}`;

/** A script step, with anything else that it should have. */
export const job = (id: string, over: object = {}): object => ({ id, value: { type: 'script', path: `f/test/${id}`, input_transforms: {} }, ...over });
export const javascript = (expr: string): object => ({ type: 'javascript', expr });
export const constant = (value: unknown): object => ({ type: 'static', value });
export const forEach = (id: string, items: unknown, modules: object[], value: object = {}, over: object = {}): object => ({
  id,
  value: { type: 'forloopflow', modules, iterator: constant(items), skip_failures: false, ...value },
  ...over,
});
