import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart, LanguageModelV4Usage, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { AssistantContent, UIMessageChunk } from 'ai';
import { isAppError } from '../backend/common/app-error.ts';
import type { ReadArguments } from './core/tool-arguments.ts';
import type { GuardVerdict } from './core/guards.ts';
import { AnswerFailed, cutFailure, emptyFailure, silentFailure } from './core/model-failure.ts';
import { estimatedUsage } from './core/usage.ts';
import { Watch } from './core/watch.ts';
import type { OpenedModel } from './ports.ts';

type ContentPart = Exclude<AssistantContent, string>[number];

/** A call that a model asks for, with its arguments read. */
export type AskedCall = { callId: string; name: string } & ReadArguments;

/** An answer that came to its end. */
export type Answer = {
  content: ContentPart[];
  calls: AskedCall[];
  finishReason: string;
  /** What people are told, where a guard stopped the answer. */
  blocked: string | null;
  usage: LanguageModelV4Usage;
  firstTokenAt: number | null;
};

/** What reading an answer needs of the turn around it. */
export type AnswerContext = {
  /** In front of the names of blocks, which are unique within a message. */
  prefix: string;
  emit(chunk: UIMessageChunk): void;
  readCall(name: string, text: string): ReadArguments;
  /** Gives a name to a call that nothing in the thread has yet. */
  uniqueCallId(callId: string): string;
  /** Looks at a finished block of text before anybody sees it; `null` where nothing guards. */
  guard: ((text: string) => Promise<GuardVerdict>) | null;
  /** Calls past this number are not even recorded: the run is over its limit then. */
  mostCalls: number;
  now(): number;
  silenceMs: number;
  /** Told what an answer has used up that broke off. */
  brokeOff(usage: LanguageModelV4Usage): void;
};

const noTokens: LanguageModelV4Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/**
 * Asks a model once and reads its answer to the end. Rejects when there is no whole answer: a connection that is cut, an error in the
 * middle, nothing at all. What was emitted until then is taken back by whoever asked.
 */
export async function readAnswer(
  { model, choice }: OpenedModel,
  options: LanguageModelV4CallOptions,
  context: AnswerContext,
  signal: AbortSignal,
): Promise<Answer> {
  const silent = (): Error => new AnswerFailed(silentFailure(choice.id, Math.round(context.silenceMs / 1000)));
  using watch = new Watch(signal, context.silenceMs, silent);
  const { stream } = await watch.for(model.doStream({ ...options, abortSignal: watch.signal }));
  const reader = stream.getReader();
  const reading = new AnswerReading(choice.id, context);
  try {
    for (;;) {
      const { done, value } = await watch.for(reader.read());
      if (done) return reading.end();
      await reading.take(value);
    }
  } catch (error) {
    const used = reading.usedUp(options);
    if (used) context.brokeOff(used);
    throw error;
  } finally {
    // Not waited for: what hangs would hang here too.
    void reader.cancel().catch(() => undefined);
  }
}

/** Something of the product failed while an answer was read: not the model, which is therefore not asked again. */
export class PortFailed extends Error {}

type Block = { kind: 'text' | 'reasoning'; part: { type: 'text' | 'reasoning'; text: string; providerOptions?: SharedV4ProviderMetadata } };

class AnswerReading {
  private readonly content: ContentPart[] = [];
  private readonly calls: AskedCall[] = [];
  private readonly blocks = new Map<string, Block>();
  private readonly callIds = new Map<string, string>();
  private finish: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | null = null;
  private firstTokenAt: number | null = null;
  private receivedCharacters = 0;
  private blocked: string | null = null;

  constructor(
    private readonly modelId: string,
    private readonly context: AnswerContext,
  ) {}

  async take(part: LanguageModelV4StreamPart): Promise<void> {
    if (part.type !== 'stream-start' && part.type !== 'response-metadata' && part.type !== 'ping') this.firstTokenAt ??= this.context.now();
    if ('delta' in part) this.receivedCharacters += part.delta.length;
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start':
        return this.startBlock(part.type === 'text-start' ? 'text' : 'reasoning', part.id, part.providerMetadata);
      case 'text-delta':
      case 'reasoning-delta':
        return this.growBlock(part.id, part.delta, part.providerMetadata);
      case 'text-end':
      case 'reasoning-end':
        return this.endBlock(part.id, part.providerMetadata);
      case 'tool-input-start':
        return this.emitInput({ type: 'tool-input-start', toolCallId: this.callIdOf(part.id), toolName: part.toolName, dynamic: true });
      case 'tool-input-delta':
        return this.emitInput({ type: 'tool-input-delta', toolCallId: this.callIdOf(part.id), inputTextDelta: part.delta });
      case 'tool-call':
        return part.providerExecuted === true ? undefined : this.addCall(part.toolCallId, part.toolName, part.input, part.providerMetadata);
      case 'source':
        if (part.sourceType === 'url')
          this.context.emit({ type: 'source-url', sourceId: part.id, url: part.url, ...(part.title === undefined ? {} : { title: part.title }) });
        return;
      case 'finish':
        this.finish = part;
        return;
      case 'error':
        throw part.error;
      default:
    }
  }

  /** What an answer has used up that breaks off: as its provider counts it, or else by the length of what was said. `null` where it never began. */
  usedUp(options: LanguageModelV4CallOptions): LanguageModelV4Usage | null {
    if (this.firstTokenAt === null) return null;
    return this.finish?.usage ?? estimatedUsage([options.prompt, options.tools], this.receivedCharacters);
  }

  /** The whole answer. Providers end a stream that was cut without a reason, or with one that says so. */
  end(): Answer {
    const reason = this.finish?.finishReason;
    if (!this.finish || !reason || reason.unified === 'interrupted' || reason.unified === 'error' || (reason.unified === 'other' && reason.raw === undefined))
      throw new AnswerFailed(cutFailure(this.modelId));
    const isEmpty = this.calls.length === 0 && !this.content.some((part) => part.type === 'text' && part.text.trim() !== '');
    if (isEmpty && this.blocked === null && reason.unified !== 'length' && reason.unified !== 'content-filter')
      throw new AnswerFailed(emptyFailure(this.modelId));
    const answer = { usage: this.finish.usage ?? noTokens, firstTokenAt: this.firstTokenAt, blocked: this.blocked };
    if (this.blocked !== null) return { ...answer, content: [{ type: 'text', text: this.blocked }], calls: [], finishReason: 'blocked' };
    return {
      ...answer,
      content: this.content,
      calls: this.calls,
      finishReason: this.calls.length > 0 && reason.unified === 'stop' ? 'tool-calls' : reason.unified,
    };
  }

  private startBlock(kind: Block['kind'], id: string, metadata: SharedV4ProviderMetadata | undefined): void {
    const block: Block = { kind, part: { type: kind, text: '', ...(metadata ? { providerOptions: metadata } : {}) } };
    this.blocks.set(id, block);
    this.content.push(block.part as ContentPart);
    if (this.context.guard === null) this.context.emit({ type: `${kind}-start`, id: this.context.prefix + id });
  }

  private growBlock(id: string, delta: string, metadata: SharedV4ProviderMetadata | undefined): void {
    const block = this.blocks.get(id);
    if (!block) return;
    block.part.text += delta;
    if (metadata) block.part.providerOptions = metadata;
    if (this.context.guard === null && delta !== '') this.context.emit({ type: `${block.kind}-delta`, id: this.context.prefix + id, delta });
  }

  private async endBlock(id: string, metadata: SharedV4ProviderMetadata | undefined): Promise<void> {
    const block = this.blocks.get(id);
    if (!block) return;
    this.blocks.delete(id);
    if (metadata) block.part.providerOptions = metadata;
    const name = this.context.prefix + id;
    if (this.context.guard === null) return this.context.emit({ type: `${block.kind}-end`, id: name });
    if (this.blocked === null && (await this.guardBlock(block))) {
      this.context.emit({ type: `${block.kind}-start`, id: name });
      this.context.emit({ type: `${block.kind}-delta`, id: name, delta: block.part.text });
      this.context.emit({ type: `${block.kind}-end`, id: name });
    }
  }

  /** Whether a block may be seen. Reasoning that had to be changed is left out whole: it is signed, and none of it is an answer. */
  private async guardBlock(block: Block): Promise<boolean> {
    const verdict = await this.context.guard!(block.part.text).catch((error: unknown) => {
      throw isAppError(error) ? error : new PortFailed('A guard could not be asked', { cause: error });
    });
    if (!verdict.isAllowed) {
      this.blocked = verdict.message;
      const id = `${this.context.prefix}blocked`;
      this.context.emit({ type: 'text-start', id });
      this.context.emit({ type: 'text-delta', id, delta: verdict.message });
      this.context.emit({ type: 'text-end', id });
      return false;
    }
    if (verdict.text === block.part.text) return block.part.text !== '';
    if (block.kind === 'reasoning') this.content.splice(this.content.indexOf(block.part as ContentPart), 1);
    block.part.text = verdict.text;
    return block.kind === 'text';
  }

  private addCall(rawId: string, name: string, text: string, metadata: SharedV4ProviderMetadata | undefined): void {
    if (this.blocked !== null || this.calls.length >= this.context.mostCalls) return;
    let callId = this.callIdOf(rawId);
    if (this.calls.some((call) => call.callId === callId)) callId = this.context.uniqueCallId(`${rawId}_${this.calls.length + 1}`);
    const { args, error } = this.context.readCall(name, text);
    this.calls.push({ callId, name, args, error });
    this.content.push({
      type: 'tool-call',
      toolCallId: callId,
      toolName: name,
      input: args,
      ...(metadata ? { providerOptions: metadata } : {}),
    } as ContentPart);
    if (error) this.context.emit({ type: 'tool-input-error', toolCallId: callId, toolName: name, input: args, errorText: error.message, dynamic: true });
    else this.context.emit({ type: 'tool-input-available', toolCallId: callId, toolName: name, input: args, dynamic: true });
  }

  private emitInput(chunk: UIMessageChunk): void {
    if (this.blocked === null && this.calls.length < this.context.mostCalls) this.context.emit(chunk);
  }

  /** The name that a call goes by in the thread; one answer may mention it many times. */
  private callIdOf(rawId: string): string {
    const known = this.callIds.get(rawId);
    if (known !== undefined) return known;
    const callId = this.context.uniqueCallId(rawId);
    this.callIds.set(rawId, callId);
    return callId;
  }
}
