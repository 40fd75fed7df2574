import {
  argumentsOf,
  openaiManners,
  piecesOf,
  serverSentEvent,
  spokenIn,
  textOfContent,
  usageOf,
  type ScriptedAnswer,
  type ScriptedCall,
  type Wire,
  type WireContext,
} from './wire.test-support.ts';

type Item = {
  type?: string;
  role?: string;
  content?: string | { type: string; text?: string }[];
  call_id?: string;
  output?: string | { type: string; text?: string }[];
  arguments?: unknown;
};

/** The responses API of OpenAI. */
export const responsesWire: Wire = {
  name: 'responses',
  matches: (path) => path.endsWith('/responses'),
  ...openaiManners,
  read(body) {
    const items = body['input'] as Item[];
    return {
      model: String(body['model'] ?? ''),
      ...spokenIn(items),
      toolNames: ((body['tools'] ?? []) as { name: string }[]).map(({ name }) => name),
      toolResults: items.filter(({ type }) => type === 'function_call_output').map(({ output }) => textOfContent(output)),
      hasSchema: (body['text'] as { format?: { type?: string } } | undefined)?.format?.type === 'json_schema',
    };
  },
  problem(body) {
    const items = (body['input'] ?? []) as Item[];
    const calls = items.filter(({ type }) => type === 'function_call');
    const results = items.filter(({ type }) => type === 'function_call_output');
    if (body['store'] !== false && calls.some((call) => !('id' in call))) return null;
    const missing = calls.find(({ call_id: callId }) => !results.some((result) => result.call_id === callId));
    if (missing) return `No tool output found for function call ${missing.call_id}.`;
    const orphan = results.find(({ call_id: callId }) => !calls.some((call) => call.call_id === callId));
    if (orphan) return `No tool call found for function call output with call_id ${orphan.call_id}.`;
    if (items.some(({ type }) => type === 'item_reference')) return 'Items are not persisted when `store` is set to false.';
    return calls.some((call) => typeof call.arguments !== 'string') ? 'Arguments of a call have to be a string' : null;
  },
  write: (answer, context) => writeEvents(answer, context),
  streamError: (message) =>
    serverSentEvent({ type: 'error', sequence_number: 99, error: { type: 'server_error', code: 'server_error', message, param: null } }, 'error'),
};

type Event = (type: string, more: object) => Buffer;
type Output = (event: Event, place: number, requestNumber: number) => Buffer[];

function writeEvents(answer: ScriptedAnswer, { model, requestNumber }: WireContext): Buffer[] {
  let sequence = 0;
  const event: Event = (type, more) => serverSentEvent({ type, sequence_number: (sequence += 1), ...more }, type);
  const response = { id: `resp_${requestNumber}`, object: 'response', created_at: 1_790_000_000, model, status: 'in_progress' };
  const outputs: Output[] = [
    ...(answer.reasoning === undefined ? [] : [reasoningEvents(answer.reasoning)]),
    ...(answer.text === undefined ? [] : [textEvents(answer.text)]),
    ...(answer.calls ?? []).map((call, index) => callEvents(call, index)),
  ];
  const { input, cached, output, reasoning } = usageOf(answer);
  const usage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
  const reason = answer.finish === 'length' ? 'max_output_tokens' : answer.finish === 'content-filter' ? 'content_filter' : null;
  const ended = { ...response, status: reason === null ? 'completed' : 'incomplete', incomplete_details: reason === null ? null : { reason }, usage };
  return [
    event('response.created', { response }),
    event('response.in_progress', { response }),
    ...outputs.flatMap((write, place) => write(event, place, requestNumber)),
    event(reason === null ? 'response.completed' : 'response.incomplete', { response: ended }),
  ];
}

const reasoningEvents =
  (text: string): Output =>
  (event, place, requestNumber) => {
    const item = { type: 'reasoning', id: `rs_${requestNumber}`, encrypted_content: 'sealed', summary: [] as object[] };
    const at = { item_id: item.id, output_index: place, summary_index: 0 };
    return [
      event('response.output_item.added', { output_index: place, item }),
      event('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } }),
      ...piecesOf(text).map((delta) => event('response.reasoning_summary_text.delta', { ...at, delta })),
      event('response.reasoning_summary_part.done', { ...at, part: { type: 'summary_text', text } }),
      event('response.output_item.done', { output_index: place, item: { ...item, summary: [{ type: 'summary_text', text }] } }),
    ];
  };

const textEvents =
  (text: string): Output =>
  (event, place, requestNumber) => {
    const item = { type: 'message', id: `msg_${requestNumber}`, role: 'assistant', status: 'in_progress', content: [] };
    const part = { type: 'output_text', text, annotations: [] };
    const at = { item_id: item.id, output_index: place, content_index: 0 };
    return [
      event('response.output_item.added', { output_index: place, item }),
      event('response.content_part.added', { ...at, part: { ...part, text: '' } }),
      ...piecesOf(text).map((delta) => event('response.output_text.delta', { ...at, delta })),
      event('response.output_text.done', { ...at, text }),
      event('response.content_part.done', { ...at, part }),
      event('response.output_item.done', { output_index: place, item: { ...item, status: 'completed', content: [part] } }),
    ];
  };

const callEvents =
  (call: ScriptedCall, index: number): Output =>
  (event, place, requestNumber) => {
    const text = argumentsOf(call);
    const item = {
      type: 'function_call',
      id: `fc_${requestNumber}_${index}`,
      call_id: `call_${requestNumber}_${index}`,
      name: call.name,
      arguments: '',
      status: 'in_progress',
    };
    const at = { item_id: item.id, output_index: place };
    return [
      event('response.output_item.added', { output_index: place, item }),
      ...piecesOf(text).map((delta) => event('response.function_call_arguments.delta', { ...at, delta })),
      event('response.function_call_arguments.done', { ...at, arguments: text, name: call.name }),
      event('response.output_item.done', { output_index: place, item: { ...item, arguments: text, status: 'completed' } }),
    ];
  };
