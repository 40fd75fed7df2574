import {
  argumentsOf,
  openaiManners,
  piecesOf,
  serverSentEvent,
  spokenIn,
  textOfContent,
  usageOf,
  type ScriptedAnswer,
  type Wire,
  type WireContext,
} from './wire.test-support.ts';

type Message = {
  role: string;
  content?: string | { type: string; text?: string }[] | null;
  tool_calls?: { id: string; type?: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
};

/** Chat completions, as OpenAI defined them and others took them over; Groq, Mistral and OpenRouter put the usage elsewhere. */
export const chatWire: Wire = {
  name: 'chat completions',
  matches: (path) => path.endsWith('/chat/completions'),
  ...openaiManners,
  read(body) {
    const messages = body['messages'] as Message[];
    return {
      model: String(body['model'] ?? ''),
      ...spokenIn(messages),
      toolNames: ((body['tools'] ?? []) as { function: { name: string } }[]).map((tool) => tool.function.name),
      toolResults: messages.filter(({ role }) => role === 'tool').map(({ content }) => textOfContent(content)),
      hasSchema: (body['response_format'] as { type?: string } | undefined)?.type === 'json_schema',
    };
  },
  problem: (body) => problemOf((body['messages'] ?? []) as Message[], body['tools']),
  write: (answer, context) => [...writeParts(answer, context), serverSentEvent('[DONE]')],
  streamError: (message) => serverSentEvent({ error: { message, type: 'server_error', code: null } }),
};

/** Every call is answered, by its name, before anything else is said; arguments are text; tools are functions. */
function problemOf(messages: Message[], tools: unknown): string | null {
  const open = new Set<string>();
  for (const { role, tool_calls: calls = [], tool_call_id: callId } of messages) {
    if (role === 'tool' ? !open.delete(callId ?? '') : open.size > 0)
      return role === 'tool' ? `No tool call "${callId}" comes before its result` : `Tool calls without results: ${[...open].join(', ')}`;
    if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(role)) return `Unknown role ${role}`;
    for (const call of calls) {
      if (typeof call.function.arguments !== 'string') return 'Arguments of a call have to be a string';
      open.add(call.id);
    }
  }
  if (open.size > 0) return `Tool calls without results: ${[...open].join(', ')}`;
  const isWrong = ((tools ?? []) as { type?: string; function?: { name?: string; parameters?: { type?: string } } }[]).some(
    (tool) => tool.type !== 'function' || !/^[a-zA-Z0-9_-]{1,64}$/.test(tool.function?.name ?? '') || tool.function?.parameters?.type !== 'object',
  );
  return isWrong ? 'Tools have to be functions with the schema of an object' : null;
}

function writeParts(answer: ScriptedAnswer, { model, requestNumber, path }: WireContext): Buffer[] {
  const base = { id: `chatcmpl-${requestNumber}`, object: 'chat.completion.chunk', created: 1_790_000_000, model };
  const piece = (delta: object, finishReason: string | null = null, more: object = {}): Buffer =>
    serverSentEvent({ ...base, choices: [{ index: 0, delta, finish_reason: finishReason }], ...more });
  const calls = answer.calls ?? [];
  const isMistral = path.includes('/mistral/');
  const callPieces = calls.flatMap((call, index) => {
    const id = isMistral ? `c${String(requestNumber).padStart(4, '0')}${String(index).padStart(4, '0')}` : `call_${requestNumber}_${index}`;
    const text = argumentsOf(call);
    if (isMistral) return [piece({ tool_calls: [{ index, id, function: { name: call.name, arguments: text } }] })];
    return [
      piece({ tool_calls: [{ index, id, type: 'function', function: { name: call.name, arguments: '' } }] }),
      ...piecesOf(text).map((part) => piece({ tool_calls: [{ index, function: { arguments: part } }] })),
    ];
  });
  const finish = answer.finish === 'length' ? 'length' : answer.finish === 'content-filter' ? 'content_filter' : calls.length > 0 ? 'tool_calls' : 'stop';
  const { input, cached, output, reasoning } = usageOf(answer);
  const usage = {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
  const withFinish = path.includes('/groq/') ? { x_groq: { id: 'req_1', usage } } : isMistral ? { usage } : {};
  const after =
    path.includes('/groq/') || isMistral
      ? []
      : [serverSentEvent({ ...base, choices: path.includes('/openrouter/') ? [{ index: 0, delta: {}, finish_reason: null }] : [], usage })];
  return [
    piece({ role: 'assistant', content: '' }),
    ...(answer.reasoning === undefined
      ? []
      : piecesOf(answer.reasoning).map((part) =>
          piece(path.includes('/openrouter/') || path.includes('/groq/') ? { reasoning: part } : { reasoning_content: part }),
        )),
    ...piecesOf(answer.text ?? '').map((content) => piece({ content })),
    ...callPieces,
    piece({}, finish, withFinish),
    ...after,
  ];
}
