import { setTimeout as wait } from 'node:timers/promises';
import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import type { ModelMessage, UIMessageChunk } from 'ai';
import type { ModelChoice, ModelSettings } from '../backend/agents/agent.contract.ts';
import type { JsonObject } from '../backend/common/json.ts';
import type { GuardVerdict } from './core/guards.ts';
import { allowsFallback, classifyFailure, toAppError, type ModelFailure } from './core/model-failure.ts';
import { retryDelayMs, type RetryPolicy } from './core/retry.ts';
import { readArguments } from './core/tool-arguments.ts';
import { addUsage, noUsage, pricedUsage } from './core/usage.ts';
import type { OpenedModel, ToolSpec, TurnRecord, Usage } from './ports.ts';
import { PortFailed, readAnswer, type AnswerContext, type AskedCall } from './turn-stream.ts';

/** A model that may be asked, in order of preference. */
export type Candidate = { choice: ModelChoice; isFallback: boolean };

/** One question to a model. */
export type TurnRequest = {
  seq: number;
  candidates: readonly Candidate[];
  instructions: string;
  messages: readonly ModelMessage[];
  tools: readonly ToolSpec[];
  outputSchema: JsonObject | null;
  /** Names of calls that the thread has already. */
  takenCallIds: ReadonlySet<string>;
  mostCalls: number;
  guard: ((text: string) => Promise<GuardVerdict>) | null;
};

/** What asking needs of its surroundings. */
export type TurnPorts = {
  openModel(choice: ModelChoice): Promise<OpenedModel>;
  emit(chunk: UIMessageChunk): void;
  now(): number;
  retry: RetryPolicy;
  /** Told of what broke off, where no answer came after it. */
  countLost(usage: Usage): void;
};

/** A turn, ready to be recorded, and the calls that it asks for. */
export type TurnOutcome = { record: TurnRecord; calls: AskedCall[] };

/**
 * Asks a model until it has answered: again after errors that pass, with growing pauses or as long as the provider asks for, then the fallback. An answer
 * that breaks off is taken back (`reset-step`) and asked for anew, as a whole. Rejects with an `AppError` when nobody answers, and with the reason of `signal` at once when it aborts.
 */
export async function askModel(request: TurnRequest, ports: TurnPorts, signal: AbortSignal): Promise<TurnOutcome> {
  const startedAt = ports.now();
  const screen = new Screen(ports.emit);
  using lost = new LostAnswers(ports.countLost);
  let failure: ModelFailure | null = null;
  let attempts = 0;
  for (const candidate of request.candidates) {
    if (failure !== null && !allowsFallback(failure)) break;
    const opened = await ports.openModel(candidate.choice);
    const options = await callOptions(request, opened);
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      attempts += 1;
      try {
        const answer = await readAnswer(
          opened,
          options,
          answerContext(request, ports, screen, attempts, (used) => lost.add(pricedUsage(used, opened.price))),
          signal,
        );
        screen.finish();
        const usage = addUsage(lost.take(), pricedUsage(answer.usage, opened.price));
        const { finishReason, calls } = answer;
        const firstTokenMs = answer.firstTokenAt === null ? null : answer.firstTokenAt - startedAt;
        const messages: ModelMessage[] = [{ role: 'assistant', content: answer.content }];
        const model = { provider: opened.provider, modelId: opened.choice.id, isFallback: candidate.isFallback };
        return {
          record: { kind: 'turn', seq: request.seq, ...model, messages, finishReason, usage, attempts, firstTokenMs, startedAt, endedAt: ports.now() },
          calls,
        };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof PortFailed) throw error.cause;
        failure = classifyFailure(error, opened.choice.id, ports.now());
        screen.takeBack();
      }
      const delayMs = failure.isRetryable ? retryDelayMs(ports.retry, attempt, failure.retryAfterMs, Math.random()) : null;
      if (delayMs === null) break;
      await wait(delayMs, undefined, { signal });
    }
  }
  if (failure === null) throw new Error('A turn needs a model to ask.');
  throw toAppError(failure);
}

/** What answers have used up that broke off. It belongs to the answer that came in the end, or is told where none came. */
class LostAnswers implements Disposable {
  private usage = noUsage;

  constructor(private readonly tell: (usage: Usage) => void) {}

  add(usage: Usage): void {
    this.usage = addUsage(this.usage, usage);
  }

  take(): Usage {
    const { usage } = this;
    this.usage = noUsage;
    return usage;
  }

  [Symbol.dispose](): void {
    if (this.usage.inputTokens + this.usage.outputTokens > 0) this.tell(this.take());
  }
}

/** What watchers have been shown of this turn. */
class Screen {
  private hasStarted = false;
  private isDirty = false;

  constructor(private readonly show: (chunk: UIMessageChunk) => void) {}

  readonly emit = (chunk: UIMessageChunk): void => {
    if (!this.hasStarted) this.show({ type: 'start-step' });
    this.hasStarted = true;
    this.isDirty = true;
    this.show(chunk);
  };

  takeBack(): void {
    if (this.isDirty) this.show({ type: 'reset-step' });
    this.isDirty = false;
  }

  finish(): void {
    if (this.hasStarted) this.show({ type: 'finish-step' });
  }
}

function answerContext(request: TurnRequest, ports: TurnPorts, screen: Screen, attempt: number, brokeOff: AnswerContext['brokeOff']): AnswerContext {
  const given = new Set(request.takenCallIds);
  return {
    prefix: `${request.seq}.${attempt}.`,
    emit: screen.emit,
    readCall: (name, text) => readArguments(request.tools, name, text),
    uniqueCallId: (callId) => {
      const base = /^[a-zA-Z0-9_-]{1,64}$/.test(callId) ? callId : `call_${request.seq}`;
      let unique = base;
      for (let number = 2; given.has(unique); number += 1) unique = `${base.slice(0, 56)}_${number}`;
      given.add(unique);
      return unique;
    },
    guard: request.guard,
    mostCalls: request.mostCalls,
    now: ports.now,
    silenceMs: ports.retry.silenceMs,
    brokeOff,
  };
}

async function callOptions(request: TurnRequest, { model, choice }: OpenedModel): Promise<LanguageModelV4CallOptions> {
  // The package is large and only needed where agents run.
  const { convertToLanguageModelPrompt } = await import('ai/internal');
  const prompt = await convertToLanguageModelPrompt({
    prompt: { instructions: request.instructions === '' ? undefined : request.instructions, messages: [...request.messages] },
    supportedUrls: await model.supportedUrls,
    download: refuseDownloads,
    provider: model.provider,
  });
  return {
    prompt,
    ...settingsOf(choice.settings),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toolOf), toolChoice: { type: 'auto' } }),
    ...(request.outputSchema === null ? {} : { responseFormat: { type: 'json', schema: request.outputSchema, name: 'answer' } }),
  };
}

/** Files go along as what they hold. An address in a message is never fetched by the server: anybody may have written it. */
const refuseDownloads = (wanted: { isUrlSupportedByModel: boolean }[]): Promise<null[]> => {
  if (wanted.some(({ isUrlSupportedByModel }) => !isUrlSupportedByModel)) throw new TypeError('Files of messages have to be sent with their content.');
  return Promise.resolve(wanted.map(() => null));
};

const toolOf = ({ name, description, inputSchema }: ToolSpec): LanguageModelV4FunctionTool => ({ type: 'function', name, description, inputSchema });

function settingsOf(settings: ModelSettings): Partial<LanguageModelV4CallOptions> {
  const { temperature, top_p: topP, max_output_tokens: maxOutputTokens, reasoning_effort: reasoning, seed, stop: stopSequences } = settings;
  const given = { temperature, topP, maxOutputTokens, reasoning, seed, stopSequences };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
