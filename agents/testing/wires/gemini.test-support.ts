import { piecesOf, serverSentEvent, usageOf, type ScriptedAnswer, type Wire, type WireContext } from './wire.test-support.ts';

type Part = { text?: string; functionCall?: { name: string }; functionResponse?: { name: string; response: unknown } };
type Content = { role: string; parts: Part[] };

const textOf = ({ parts }: Content): string => parts.map(({ text = '' }) => text).join('');

/** The Gemini API of Google. */
export const geminiWire: Wire = {
  name: 'gemini',
  matches: (path) => path.endsWith(':streamGenerateContent'),
  contentType: 'text/event-stream',
  keyOf: (headers) => (typeof headers['x-goog-api-key'] === 'string' ? headers['x-goog-api-key'] : null),
  read(body, path) {
    const contents = body['contents'] as Content[];
    const parts = contents.flatMap((content) => content.parts);
    return {
      model: /models\/([^:]+):/.exec(path)?.[1] ?? '',
      system: textOf((body['systemInstruction'] ?? { parts: [] }) as Content),
      lastText: textOf(
        contents.findLast((content) => content.role === 'user' && content.parts.some(({ text }) => text !== undefined)) ?? { role: 'user', parts: [] },
      ),
      toolNames: ((body['tools'] ?? []) as { functionDeclarations?: { name: string }[] }[]).flatMap(({ functionDeclarations = [] }) =>
        functionDeclarations.map(({ name }) => name),
      ),
      toolResults: parts.flatMap(({ functionResponse }) => (functionResponse ? [JSON.stringify(functionResponse.response)] : [])),
      hasSchema: 'responseSchema' in ((body['generationConfig'] ?? {}) as object) || 'responseJsonSchema' in ((body['generationConfig'] ?? {}) as object),
    };
  },
  problem(body) {
    const contents = (body['contents'] ?? []) as Content[];
    const isWrong = contents.some((content, index) => {
      const calls = content.parts.filter(({ functionCall }) => functionCall).length;
      return calls > 0 && (contents[index + 1]?.parts ?? []).filter(({ functionResponse }) => functionResponse).length !== calls;
    });
    return isWrong ? 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.' : null;
  },
  write: writeEvents,
  error: (status, message) => ({
    error: { code: status, message, status: status === 401 ? 'UNAUTHENTICATED' : status === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL' },
  }),
  streamError: (message) => serverSentEvent({ error: { code: 503, message, status: 'UNAVAILABLE' } }),
};

function writeEvents(answer: ScriptedAnswer, { model, requestNumber }: WireContext): Buffer[] {
  const { input, cached, output, reasoning } = usageOf(answer);
  const usageMetadata = {
    promptTokenCount: input,
    cachedContentTokenCount: cached,
    candidatesTokenCount: output - reasoning,
    thoughtsTokenCount: reasoning,
    totalTokenCount: input + output,
  };
  const event = (parts: object[], more: object = {}): Buffer =>
    serverSentEvent({
      candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
      usageMetadata,
      modelVersion: model,
      responseId: `r${requestNumber}`,
    });
  return [
    ...piecesOf(answer.reasoning ?? '').map((text) => event([{ text, thought: true }])),
    ...piecesOf(answer.text ?? '').map((text) => event([{ text }])),
    ...(answer.calls ?? []).map((call) => event([{ functionCall: { name: call.name, args: call.args ?? {} }, thoughtSignature: 'c2lnbmVk' }])),
    event([], { finishReason: answer.finish === 'length' ? 'MAX_TOKENS' : answer.finish === 'content-filter' ? 'SAFETY' : 'STOP' }),
  ];
}
