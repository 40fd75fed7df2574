import { setTimeout as wait } from 'node:timers/promises';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { summaryInstructions } from '../../core/memory.ts';
import { answerJson, answerText, disclosure } from './answer.ts';
import { situationOf } from './conversation.ts';
import { planOf } from './plan.ts';

/** Pause between two words, by the name of the model. */
const pauseMs: Record<string, number> = { practice: 0, 'practice-slow': 40 };

/**
 * A model without a network and without chance: the same conversation gives the same answer. What it does is written down in `README.md` beside it.
 */
export class PracticeModel implements LanguageModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider = 'practice';
  readonly supportedUrls = {};

  constructor(readonly modelId: string) {}

  doGenerate(options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const reply = replyTo(options);
    const content: LanguageModelV4GenerateResult['content'] =
      reply.kind === 'text' ? [{ type: 'text', text: reply.text }] : reply.calls.map((call) => ({ type: 'tool-call', ...call }));
    return Promise.resolve({ content, finishReason: reasonOf(reply), usage: usageOf(options, reply), warnings: [] });
  }

  async doStream(options: LanguageModelV4CallOptions): Promise<{ stream: ReadableStream<LanguageModelV4StreamPart> }> {
    const parts = streamOf(options, pauseMs[this.modelId] ?? 0);
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      async pull(controller) {
        try {
          const { done, value } = await parts.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(error);
        }
      },
      async cancel() {
        await parts.return(undefined);
      },
    });
    return Promise.resolve({ stream });
  }
}

type Reply = { kind: 'text'; text: string } | { kind: 'calls'; calls: { toolCallId: string; toolName: string; input: string }[] };

function replyTo(options: LanguageModelV4CallOptions): Reply {
  const situation = situationOf(options);
  if (situation.instructions === summaryInstructions) return { kind: 'text', text: summaryOf(situation.message) };
  const plan = planOf(situation);
  if (plan.kind === 'call') {
    const made = options.prompt.reduce(
      (count, { role, content }) => count + (role === 'assistant' ? content.filter(({ type }) => type === 'tool-call').length : 0),
      0,
    );
    return {
      kind: 'calls',
      calls: plan.calls.map(({ tool, args }, index) => ({ toolCallId: `practice_${made + index + 1}`, toolName: tool, input: JSON.stringify(args) })),
    };
  }
  const text = answerText(situation, plan);
  return { kind: 'text', text: situation.schema === null ? text : JSON.stringify(answerJson(situation, text)) };
}

/** The beginning of what each side said. */
function summaryOf(conversation: string): string {
  const lines = conversation.split(/\n(?=(?:user|assistant|tool): )/).filter((line) => line.startsWith('user: ') || line.startsWith('assistant: '));
  return [disclosure, ...lines.map((line) => line.replace(disclosure, '').replace(/\s+/g, ' ').slice(0, 160))].join('\n');
}

async function* streamOf(options: LanguageModelV4CallOptions, pause: number): AsyncGenerator<LanguageModelV4StreamPart, undefined> {
  const reply = replyTo(options);
  yield { type: 'stream-start', warnings: [] };
  if (reply.kind === 'text') {
    yield { type: 'text-start', id: '1' };
    for (const delta of reply.text.match(/\S+\s*|\s+/g) ?? []) {
      options.abortSignal?.throwIfAborted();
      if (pause > 0) await wait(pause, undefined, { signal: options.abortSignal });
      yield { type: 'text-delta', id: '1', delta };
    }
    yield { type: 'text-end', id: '1' };
  } else
    for (const call of reply.calls) {
      yield { type: 'tool-input-start', id: call.toolCallId, toolName: call.toolName };
      yield { type: 'tool-input-delta', id: call.toolCallId, delta: call.input };
      yield { type: 'tool-input-end', id: call.toolCallId };
      yield { type: 'tool-call', ...call };
    }
  yield { type: 'finish', finishReason: reasonOf(reply), usage: usageOf(options, reply) };
  return undefined;
}

const reasonOf = (reply: Reply): LanguageModelV4GenerateResult['finishReason'] =>
  reply.kind === 'text' ? { unified: 'stop', raw: 'stop' } : { unified: 'tool-calls', raw: 'tool_calls' };

/** Four characters are one token: about what language models count, so that limits and budgets can be tried. */
const tokensOf = (value: unknown): number => Math.ceil((typeof value === 'string' ? value : JSON.stringify(value)).length / 4);

function usageOf({ prompt, tools }: LanguageModelV4CallOptions, reply: Reply): LanguageModelV4Usage {
  const input = tokensOf(prompt) + tokensOf(tools ?? []);
  const output = reply.kind === 'text' ? tokensOf(reply.text) : tokensOf(reply.calls);
  return { inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: output, text: output, reasoning: 0 } };
}
