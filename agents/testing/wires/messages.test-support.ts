import { argumentsOf, piecesOf, serverSentEvent, textOfContent, usageOf, type ScriptedAnswer, type Wire, type WireContext } from './wire.test-support.ts';

type Block = { type: string; text?: string; id?: string; tool_use_id?: string; content?: string | { type: string; text?: string }[]; input?: unknown };
type Message = { role: string; content: string | Block[] };

const blocksOf = ({ content }: Message): Block[] => (typeof content === 'string' ? [{ type: 'text', text: content }] : content);

/** The messages API of Anthropic. */
export const messagesWire: Wire = {
  name: 'messages',
  matches: (path) => path.endsWith('/messages'),
  contentType: 'text/event-stream; charset=utf-8',
  keyOf: (headers) => (typeof headers['x-api-key'] === 'string' ? headers['x-api-key'] : null),
  read(body) {
    const messages = body['messages'] as Message[];
    const blocks = messages.filter(({ role }) => role === 'user').map(blocksOf);
    return {
      model: String(body['model'] ?? ''),
      system: textOfContent(body['system'] as string | Block[] | undefined),
      lastText: (blocks.findLast((parts) => parts.some(({ type }) => type === 'text')) ?? []).map(({ text = '' }) => text).join(''),
      toolNames: ((body['tools'] ?? []) as { name: string }[]).map(({ name }) => name),
      toolResults: blocks
        .flat()
        .filter(({ type }) => type === 'tool_result')
        .map(({ content }) => textOfContent(content)),
      hasSchema: 'output_format' in body || 'output_config' in body || ((body['tools'] ?? []) as { name: string }[]).some(({ name }) => name === 'json'),
    };
  },
  problem(body, headers) {
    if (typeof headers['anthropic-version'] !== 'string') return 'anthropic-version: header is required';
    if (typeof body['max_tokens'] !== 'number') return 'max_tokens: Field required';
    return problemOf((body['messages'] ?? []) as Message[]);
  },
  write: writeEvents,
  error: (status, message) => ({
    type: 'error',
    error: { type: status === 401 ? 'authentication_error' : status === 429 ? 'rate_limit_error' : 'api_error', message },
  }),
  streamError: (message) => serverSentEvent({ type: 'error', error: { type: 'overloaded_error', message } }, 'error'),
};

/** Sides take turns, the person first; results of all calls stand at the beginning of the message right after them. */
function problemOf(messages: Message[]): string | null {
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  for (const [index, message] of messages.entries()) {
    const next = messages[index + 1];
    if (next && next.role === message.role) return 'messages: roles must alternate between "user" and "assistant"';
    const calls = blocksOf(message).filter(({ type }) => type === 'tool_use');
    if (calls.some(({ input }) => typeof input !== 'object')) return 'tool_use.input: Input should be a valid dictionary';
    const results = next ? blocksOf(next).filter(({ type }) => type === 'tool_result') : [];
    const missing = calls.find(({ id }) => !results.some(({ tool_use_id: callId }) => callId === id));
    if (missing) return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.id}`;
    if (message.role === 'user' && blocksOf(message).some(({ type, text }) => type === 'text' && text === ''))
      return 'messages: text content blocks must be non-empty';
  }
  return null;
}

function writeEvents(answer: ScriptedAnswer, { model, requestNumber }: WireContext): Buffer[] {
  const event = (type: string, more: object): Buffer => serverSentEvent({ type, ...more }, type);
  const { input, cached, output } = usageOf(answer);
  const usage = { input_tokens: input - cached, cache_read_input_tokens: cached, cache_creation_input_tokens: 0, output_tokens: 1 };
  const events = [
    event('message_start', {
      message: { id: `msg_${requestNumber}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage },
    }),
  ];
  let index = 0;
  const block = (start: object, deltas: object[]): void => {
    events.push(
      event('content_block_start', { index, content_block: start }),
      ...deltas.map((delta) => event('content_block_delta', { index, delta })),
      event('content_block_stop', { index }),
    );
    index += 1;
  };
  if (answer.reasoning !== undefined)
    block({ type: 'thinking', thinking: '', signature: '' }, [
      ...piecesOf(answer.reasoning).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: 'signed' },
    ]);
  if (answer.text !== undefined)
    block(
      { type: 'text', text: '' },
      piecesOf(answer.text).map((text) => ({ type: 'text_delta', text })),
    );
  events.push(event('ping', {}));
  for (const [place, call] of (answer.calls ?? []).entries())
    block(
      { type: 'tool_use', id: `toolu_${requestNumber}_${place}`, name: call.name, input: {} },
      ['', ...piecesOf(argumentsOf(call))].map((part) => ({ type: 'input_json_delta', partial_json: part })),
    );
  const reason =
    answer.finish === 'length' ? 'max_tokens' : answer.finish === 'content-filter' ? 'refusal' : (answer.calls ?? []).length > 0 ? 'tool_use' : 'end_turn';
  events.push(event('message_delta', { delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: output } }), event('message_stop', {}));
  return events;
}
