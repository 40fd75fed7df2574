import type { ModelMessage } from 'ai';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;
type AssistantMessage = Extract<ModelMessage, { role: 'assistant' }>;

/**
 * A thread as a model may be shown it. Only what people and models said and what tools gave is in it: no instructions, no approvals, which are decided
 * elsewhere and never read from a message. Each call has exactly one result, right after it: one whose run was stopped says so, one without a call is left out. Providers refuse
 * everything else.
 */
export function tidyHistory(messages: readonly ModelMessage[]): ModelMessage[] {
  const tidied: ModelMessage[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === 'user') tidied.push(message);
    if (message.role === 'assistant') tidied.push(...answered(message, messages, index));
  }
  return tidied;
}

function answered(message: AssistantMessage, messages: readonly ModelMessage[], index: number): ModelMessage[] {
  if (typeof message.content === 'string') return message.content === '' ? [] : [message];
  const content = message.content.filter((part) => part.type !== 'tool-approval-request' && part.type !== 'tool-result');
  if (content.length === 0) return [];
  const results = resultsAfter(messages, index);
  const calls = content.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  if (calls.length === 0) return [{ ...message, content }];
  const told: ToolMessage['content'] = calls.map(
    ({ toolCallId, toolName }) =>
      results.get(toolCallId) ?? {
        type: 'tool-result',
        toolCallId,
        toolName,
        output: { type: 'error-text', value: 'The run was stopped before this call had ended.' },
      },
  );
  return [
    { ...message, content },
    { role: 'tool', content: told },
  ];
}

/** What stands between a message and the next that is none of a tool. */
function resultsAfter(messages: readonly ModelMessage[], index: number): Map<string, Extract<ToolMessage['content'][number], { type: 'tool-result' }>> {
  const results = new Map<string, Extract<ToolMessage['content'][number], { type: 'tool-result' }>>();
  for (let next = messages[index + 1], place = index + 1; next?.role === 'tool'; place += 1, next = messages[place])
    for (const part of next.content) if (part.type === 'tool-result' && !results.has(part.toolCallId)) results.set(part.toolCallId, part);
  return results;
}
