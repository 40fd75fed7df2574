import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { argumentsOf, piecesOf, type ScriptedAnswer } from './wires/wire.test-support.ts';

/** A model in this process, for tests of what stands above the protocols: gives what `answer` says, or rejects with it. */
export function scriptedModel(
  answer: (options: LanguageModelV4CallOptions, number: number) => (ScriptedAnswer & { pause?: (piece: number) => Promise<void> }) | Error,
): LanguageModelV4 & { asked: LanguageModelV4CallOptions[] } {
  const asked: LanguageModelV4CallOptions[] = [];
  return {
    specificationVersion: 'v4',
    provider: 'scripted',
    modelId: 'scripted',
    supportedUrls: {},
    asked,
    doGenerate: () => Promise.reject(new Error('Only streams are asked for')),
    doStream(options) {
      asked.push(options);
      const scripted = answer(options, asked.length);
      if (scripted instanceof Error) return Promise.reject(scripted);
      const parts = partsOf(scripted, asked.length);
      let place = 0;
      const stream = new ReadableStream<LanguageModelV4StreamPart>({
        async pull(controller) {
          await scripted.pause?.(place);
          const part = parts[place];
          place += 1;
          if (part) controller.enqueue(part);
          else controller.close();
        },
      });
      return Promise.resolve({ stream });
    },
  };
}

function partsOf(answer: ScriptedAnswer, number: number): LanguageModelV4StreamPart[] {
  const { input, cached, output, reasoning } = answer.usage ?? { input: 20, cached: 5, output: 7, reasoning: 0 };
  const block = (kind: 'text' | 'reasoning', text: string | undefined): LanguageModelV4StreamPart[] =>
    text === undefined
      ? []
      : [
          { type: `${kind}-start`, id: kind },
          ...piecesOf(text).map((delta) => ({ type: `${kind}-delta`, id: kind, delta }) as const),
          { type: `${kind}-end`, id: kind },
        ];
  const calls = answer.calls ?? [];
  const unified = answer.finish ?? (calls.length > 0 ? 'tool-calls' : 'stop');
  return [
    { type: 'stream-start', warnings: [] },
    ...block('reasoning', answer.reasoning),
    ...block('text', answer.text),
    ...calls.map((call, index) => ({ type: 'tool-call', toolCallId: `call_${number}_${index}`, toolName: call.name, input: argumentsOf(call) }) as const),
    {
      type: 'finish',
      finishReason: { unified, raw: unified },
      usage: {
        inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite: 0 },
        outputTokens: { total: output, text: output - reasoning, reasoning },
      },
    },
  ];
}
