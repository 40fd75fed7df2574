import type { ModelMessage } from 'ai';
import { isAppError } from '../backend/common/app-error.ts';
import { instructionsOf, newMessages, textOfTurn } from './core/conversation.ts';
import { tidyHistory } from './core/history.ts';
import { limitReached, workedMs } from './core/limits.ts';
import { summaryInstructions, summaryRequest } from './core/memory.ts';
import { nextStep, openCalls, type NextStep } from './core/next-step.ts';
import { defaultRetryPolicy, type RetryPolicy } from './core/retry.ts';
import { isLong, readMoreTool } from './core/tool-output.ts';
import { usageOf } from './core/usage.ts';
import type { AgentEnding, AgentError, AgentPorts, AgentRecord, AgentRun, ToolRecord, ToolSpec } from './ports.ts';
import { guardThread, runGuards } from './run-guards.ts';
import { runTools, showEnding } from './run-tools.ts';
import { askModel, type Candidate, type TurnOutcome, type TurnRequest } from './turn.ts';

/** What tests may set differently. */
export type LoopOptions = { retry?: RetryPolicy };

/**
 * Runs an agent from where its records end until it has answered, failed, was cancelled, or waits for something that will wake it.
 *
 * Each turn of the model is recorded together with the calls that it asks for, and each call with its end, before anything follows. What comes next is
 * decided from the records alone (`core/next-step.ts`), so a run that was killed goes on at the last of them: a turn that was recorded is not asked for
 * again, and a call that has ended is not made again. History comes from the server; what a client says is one message in it.
 *
 * `signal` cancels: within a second, also in the middle of a stream, and also when a tool or a model heeds nothing. Rejects with `RunLost`, and with whatever else of the product
 * fails that is no fault of the agent; the run can be begun again then.
 */
export async function runAgent(run: AgentRun, ports: AgentPorts, signal: AbortSignal, options: LoopOptions = {}): Promise<AgentEnding> {
  const loop = new AgentLoop(run, ports, signal, options.retry ?? defaultRetryPolicy, await ports.journal.load());
  return loop.run();
}

class AgentLoop {
  private thread: ModelMessage[] = [];
  private shownInput: string | null = null;
  private hostTools: ToolSpec[] = [];

  constructor(
    private readonly agentRun: AgentRun,
    private readonly ports: AgentPorts,
    private readonly signal: AbortSignal,
    private readonly retry: RetryPolicy,
    private readonly records: AgentRecord[],
  ) {}

  async run(): Promise<AgentEnding> {
    using deadline = new Deadline(this.agentRun, this.ports, this.signal, this.records);
    try {
      const refused = await this.prepare();
      if (refused) return await this.fail(refused);
      for (;;) {
        deadline.signal.throwIfAborted();
        const step = nextStep(this.agentRun, this.thread, this.records, this.ports.now());
        const ending = await this.take(step, deadline.signal);
        if (ending) return ending;
      }
    } catch (error) {
      if (this.signal.aborted) return this.cancel();
      if (deadline.signal.aborted) return this.fail(limitReached(`${this.agentRun.agent.limits.time_s} seconds of work`));
      if (isAppError(error)) return this.fail({ code: error.code, message: error.message });
      throw error;
    }
  }

  /** Reads what does not change during a stretch; gives the reason when the message must not be answered. */
  private async prepare(): Promise<AgentError | null> {
    const [first] = this.records.filter((record) => record.kind === 'turn');
    const recorded = { hasTurn: first !== undefined, shownInput: first?.shownInput ?? null };
    const guarded = await guardThread(this.agentRun.agent.guards, tidyHistory(this.agentRun.messages), recorded, this.ports.runGuard);
    if (!guarded.isAllowed) return { code: 'agent/guard_blocked', message: guarded.message };
    this.thread = guarded.thread;
    this.shownInput = guarded.shownInput;
    this.hostTools = await this.ports.tools.specs();
    return null;
  }

  /** Does one step; gives the ending when the stretch is over. */
  private async take(step: NextStep, signal: AbortSignal): Promise<AgentEnding | null> {
    switch (step.kind) {
      case 'summarize':
        return this.summarize(step, signal);
      case 'ask':
        return this.ask(step.messages, signal);
      case 'run_tools':
        return this.runTools(step.calls, signal);
      case 'succeed':
        return { kind: 'succeeded', output: step.output, messages: newMessages(this.records), usage: usageOf(this.records) };
      case 'fail':
        return this.fail(step.error);
    }
  }

  private async ask(messages: ModelMessage[], signal: AbortSignal): Promise<AgentEnding | null> {
    const { agent } = this.agentRun;
    const exhausted = await this.ports.exhaustedBudget();
    if (exhausted) return this.fail(exhausted);
    const tools = this.tools();
    const made = this.records.filter(({ kind }) => kind === 'tool').length;
    const hasOutputGuard = agent.guards.some(({ on }) => on === 'output');
    const outcome = await this.askModel(
      {
        instructions: instructionsOf(this.agentRun, tools.length > 0),
        messages,
        tools,
        outputSchema: agent.output_schema,
        // One more than is allowed is recorded, so that the limit is seen in the records.
        mostCalls: Math.max(0, agent.limits.tool_calls - made) + 1,
        guard: hasOutputGuard ? (text) => runGuards(agent.guards, 'output', text, this.ports.runGuard) : null,
      },
      signal,
    );
    await this.recordTurn(outcome);
    return null;
  }

  private async recordTurn({ record, calls }: TurnOutcome): Promise<void> {
    const turn = { ...record, ...(this.shownInput === null ? {} : { shownInput: this.shownInput }) };
    const startedAt = this.ports.now();
    const toolRecords = calls.map(({ callId, name, args, error }, index): ToolRecord => {
      const ending = error ? { status: 'failed' as const, endedAt: startedAt } : { status: 'open' as const, endedAt: null };
      return {
        kind: 'tool',
        seq: turn.seq + 1 + index,
        callId,
        name,
        args,
        argsHash: null,
        rule: 'auto',
        output: null,
        error,
        childJobId: null,
        approvalId: null,
        startedAt,
        ...ending,
      };
    });
    await this.ports.journal.turn(turn, toolRecords);
    this.records.push(turn, ...toolRecords);
    for (const call of toolRecords) if (call.status === 'failed') showEnding(call, this.ports);
  }

  private async summarize({ earlier, before, messages }: Extract<NextStep, { kind: 'summarize' }>, signal: AbortSignal): Promise<AgentEnding | null> {
    const exhausted = await this.ports.exhaustedBudget();
    if (exhausted) return this.fail(exhausted);
    const seq = this.nextSeq();
    const request = {
      instructions: summaryInstructions,
      messages: [summaryRequest(earlier, before)],
      tools: [],
      outputSchema: null,
      mostCalls: 0,
      guard: null,
    };
    const { record } = await this.askModel(request, signal, () => undefined);
    const summary = {
      kind: 'summary' as const,
      seq,
      text: textOfTurn(record),
      messages,
      usage: record.usage,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
    };
    await this.ports.journal.summary(summary);
    this.records.push(summary);
    return null;
  }

  private askModel(
    request: Omit<TurnRequest, 'seq' | 'candidates' | 'takenCallIds'>,
    signal: AbortSignal,
    emit = this.ports.emit.bind(this.ports),
  ): Promise<TurnOutcome> {
    const { ports, retry } = this;
    const whole = { ...request, seq: this.nextSeq(), candidates: this.candidates(), takenCallIds: this.takenCallIds() };
    return askModel(
      whole,
      { openModel: (choice) => ports.openModel(choice), emit, now: () => ports.now(), retry, countLost: (usage) => ports.countLost(usage) },
      signal,
    );
  }

  private async runTools(calls: readonly ToolRecord[], signal: AbortSignal): Promise<AgentEnding | null> {
    const hasOwnReadMore = this.hostTools.some(({ name }) => name === readMoreTool.name);
    const isWaiting = await runTools({ calls, records: this.records, hasOwnReadMore, atOnce: this.agentRun.agent.limits.parallel_tools }, this.ports, signal);
    return isWaiting ? { kind: 'suspended' } : null;
  }

  /** Whoever answered last for this run goes on, so that a provider that is down is not waited for again before every turn. */
  private candidates(): Candidate[] {
    const { agent, model } = this.agentRun;
    const first = { choice: model ?? agent.model, isFallback: false };
    if (agent.fallback_model === null) return [first];
    const fallback = { choice: agent.fallback_model, isFallback: true };
    const last = this.records.findLast((record) => record.kind === 'turn');
    return last?.isFallback === true ? [fallback, first] : [first, fallback];
  }

  /** The tools of the host; where an output is too long to be shown at once, also the one that shows its other pages. */
  private tools(): ToolSpec[] {
    const hasLongOutput = this.records.some((record) => record.kind === 'tool' && record.output !== null && isLong(record.output));
    const isOffered = hasLongOutput && !this.hostTools.some(({ name }) => name === readMoreTool.name);
    return isOffered ? [...this.hostTools, readMoreTool] : this.hostTools;
  }

  private takenCallIds(): Set<string> {
    const ofRun = this.records.flatMap((record) => (record.kind === 'tool' ? [record.callId] : []));
    const ofThread = this.thread.flatMap(({ content }) =>
      typeof content === 'string' ? [] : content.flatMap((part) => (part.type === 'tool-call' ? [part.toolCallId] : [])),
    );
    return new Set([...ofRun, ...ofThread]);
  }

  private nextSeq(): number {
    return this.records.reduce((highest, { seq }) => Math.max(highest, seq), 0) + 1;
  }

  private async fail(error: AgentError): Promise<AgentEnding> {
    await this.abandonOpenCalls();
    return { kind: 'failed', error, usage: usageOf(this.records) };
  }

  private async cancel(): Promise<AgentEnding> {
    await this.abandonOpenCalls();
    return { kind: 'cancelled', usage: usageOf(this.records) };
  }

  private async abandonOpenCalls(): Promise<void> {
    const open = openCalls(this.records);
    if (open.length > 0) await this.ports.tools.abandon(open);
  }
}

/** Longest time of one timer. */
const longestTimerMs = 2 ** 31 - 1;

/** Aborts when the run is cancelled, and when the time that it may work is over. */
class Deadline implements Disposable {
  readonly signal: AbortSignal;
  private readonly timer: NodeJS.Timeout;

  constructor({ agent }: AgentRun, ports: AgentPorts, cancelled: AbortSignal, records: readonly AgentRecord[]) {
    const over = new AbortController();
    const leftMs = agent.limits.time_s * 1000 - workedMs(records, ports.now());
    this.timer = setTimeout(() => over.abort(new Error('The run has worked for as long as it may')), Math.min(longestTimerMs, Math.max(0, leftMs)));
    this.timer.unref();
    this.signal = AbortSignal.any([cancelled, over.signal]);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.timer);
  }
}
