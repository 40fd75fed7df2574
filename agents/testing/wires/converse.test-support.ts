import { crc32 } from 'node:zlib';
import { argumentsOf, bearerOf, piecesOf, usageOf, type ScriptedAnswer, type Wire, type WireContext } from './wire.test-support.ts';

type Block = { text?: string; toolUse?: { toolUseId: string }; toolResult?: { toolUseId: string; content: { text?: string; json?: unknown }[] } };
type Message = { role: string; content: Block[] };

/** The Converse API of Amazon Bedrock: frames of the event stream of AWS, each with two check sums. */
export const converseWire: Wire = {
  name: 'converse',
  matches: (path) => path.endsWith('/converse-stream'),
  contentType: 'application/vnd.amazon.eventstream',
  keyOf: (headers) => bearerOf(headers) ?? /Credential=([^/]+)\//.exec(String(headers['authorization'] ?? ''))?.[1] ?? null,
  read(body, path) {
    const messages = body['messages'] as Message[];
    const blocks = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
    return {
      model: decodeURIComponent(/\/model\/([^/]+)\//.exec(path)?.[1] ?? ''),
      system: ((body['system'] ?? []) as Block[]).map(({ text = '' }) => text).join('\n'),
      lastText: (blocks.findLast((parts) => parts.some(({ text }) => text !== undefined)) ?? []).map(({ text = '' }) => text).join(''),
      toolNames: ((body['toolConfig'] as { tools?: { toolSpec: { name: string } }[] } | undefined)?.tools ?? []).map(({ toolSpec }) => toolSpec.name),
      toolResults: blocks
        .flat()
        .flatMap(({ toolResult }) => (toolResult ? [toolResult.content.map(({ text, json }) => text ?? JSON.stringify(json)).join('')] : [])),
      hasSchema: false,
    };
  },
  problem(body) {
    const messages = (body['messages'] ?? []) as Message[];
    for (const [index, { content }] of messages.entries()) {
      const calls = content.flatMap(({ toolUse }) => (toolUse ? [toolUse.toolUseId] : []));
      const results = (messages[index + 1]?.content ?? []).flatMap(({ toolResult }) => (toolResult ? [toolResult.toolUseId] : []));
      if (calls.some((id) => !results.includes(id))) return 'Expected toolResult blocks for the ids of the toolUse blocks of the previous turn';
      if (messages[index + 1]?.role === messages[index]?.role) return 'A conversation must alternate between user and assistant roles.';
    }
    return null;
  },
  write: writeFrames,
  error: (_status, message) => ({ message }),
  streamError: (message) => frame('serviceUnavailableException', { message }, 'exception'),
};

function writeFrames(answer: ScriptedAnswer, _context: WireContext): Buffer[] {
  const frames = [frame('messageStart', { role: 'assistant' })];
  let contentBlockIndex = 0;
  const block = (start: object | null, deltas: object[]): void => {
    if (start !== null) frames.push(frame('contentBlockStart', { contentBlockIndex, start }));
    frames.push(...deltas.map((delta) => frame('contentBlockDelta', { contentBlockIndex, delta })), frame('contentBlockStop', { contentBlockIndex }));
    contentBlockIndex += 1;
  };
  if (answer.reasoning !== undefined)
    block(null, [...piecesOf(answer.reasoning).map((text) => ({ reasoningContent: { text } })), { reasoningContent: { signature: 'signed' } }]);
  if (answer.text !== undefined)
    block(
      null,
      piecesOf(answer.text).map((text) => ({ text })),
    );
  for (const [index, call] of (answer.calls ?? []).entries())
    block(
      { toolUse: { toolUseId: `tooluse_${_context.requestNumber}_${index}`, name: call.name } },
      piecesOf(argumentsOf(call)).map((input) => ({ toolUse: { input } })),
    );
  const stopReason =
    answer.finish === 'length'
      ? 'max_tokens'
      : answer.finish === 'content-filter'
        ? 'content_filtered'
        : (answer.calls ?? []).length > 0
          ? 'tool_use'
          : 'end_turn';
  const { input, cached, output } = usageOf(answer);
  frames.push(
    frame('messageStop', { stopReason }),
    frame('metadata', {
      usage: { inputTokens: input - cached, cacheReadInputTokens: cached, outputTokens: output, totalTokens: input + output },
      metrics: { latencyMs: 5 },
    }),
  );
  return frames;
}

/** A frame: lengths with their check sum, headers, the payload, and the check sum of everything. */
function frame(type: string, payload: object, kind: 'event' | 'exception' = 'event'): Buffer {
  const headers = Buffer.concat([header(`:${kind}-type`, type), header(':content-type', 'application/json'), header(':message-type', kind)]);
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(headers.length + body.length + 16, 0);
  prelude.writeUInt32BE(headers.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const checked = Buffer.concat([prelude, headers, body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(checked), 0);
  return Buffer.concat([checked, sum]);
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value), 0);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, Buffer.from(value)]);
}
