import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool, LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { unmarkedOutput } from '../../core/tool-output.ts';

/** A tool as the practice model is shown it. */
export type ToolSpecShown = Pick<LanguageModelV4FunctionTool, 'name' | 'description' | 'inputSchema'>;

/** A call that was made since the person spoke, with how it ended. */
export type Done = { tool: string; args: Record<string, unknown>; result: { kind: 'data'; data: unknown } | { kind: 'error'; message: string } };

/** What the practice model sees of a conversation. */
export type Situation = {
  instructions: string;
  /** What the person wants; with what they wanted before, where the model had asked back. */
  message: string;
  /** The last message alone. */
  latest: string;
  done: Done[];
  tools: ToolSpecShown[];
  schema: Record<string, unknown> | null;
  hasFiles: boolean;
};

/** How a question of the practice model begins; the next message of the person is then taken as the rest of the one before. */
export const askingBack = 'Tell me ';

/** Reads a prompt. Tool results are values to fill in and to quote; no word in them is looked at for what to do. */
export function situationOf({ prompt, tools, responseFormat }: LanguageModelV4CallOptions): Situation {
  const people = prompt.flatMap((message, index) =>
    message.role === 'user' ? [{ index, text: textOf(message), hasFiles: message.content.some(({ type }) => type === 'file') }] : [],
  );
  const last = people.at(-1);
  const since = prompt.slice((last?.index ?? -1) + 1);
  const before = people.at(-2);
  const asked =
    before !== undefined &&
    last !== undefined &&
    prompt.slice(before.index, last.index).some((message) => message.role === 'assistant' && textOf(message).includes(askingBack));
  const schema = responseFormat?.type === 'json' ? (responseFormat.schema as Record<string, unknown> | undefined) : undefined;
  return {
    instructions: prompt.flatMap((message) => (message.role === 'system' ? [message.content] : [])).join('\n'),
    message: asked ? `${before.text.replace(/[.?!\s]+$/, '')}, ${last.text}` : (last?.text ?? ''),
    latest: last?.text ?? '',
    done: doneIn(since),
    tools: (tools ?? []).filter((tool): tool is LanguageModelV4FunctionTool => tool.type === 'function'),
    schema: schema ?? null,
    hasFiles: last?.hasFiles ?? false,
  };
}

/** Longest message that is looked at; and blanks in a row are one, so that no pattern has to try them all. */
const readCharacters = 20_000;

function textOf(message: LanguageModelV4Message): string {
  const text = typeof message.content === 'string' ? message.content : message.content.map((part) => (part.type === 'text' ? part.text : '')).join(' ');
  return text
    .slice(0, readCharacters)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

function doneIn(messages: LanguageModelV4Prompt): Done[] {
  const calls = messages.flatMap((message) => (message.role === 'assistant' ? message.content.filter((part) => part.type === 'tool-call') : []));
  const results = messages.flatMap((message) => (message.role === 'tool' ? message.content.filter((part) => part.type === 'tool-result') : []));
  return calls.flatMap(({ toolCallId, toolName, input }): Done[] => {
    const found = results.find((result) => result.toolCallId === toolCallId);
    if (!found) return [];
    const args = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
    const { output } = found;
    if (output.type === 'json') return [{ tool: toolName, args, result: { kind: 'data', data: unmarkedOutput(output.value) } }];
    if (output.type === 'text') return [{ tool: toolName, args, result: { kind: 'data', data: output.value } }];
    const message = output.type === 'execution-denied' ? (output.reason ?? 'It was not allowed.') : output.type === 'content' ? '' : String(output.value);
    return [{ tool: toolName, args, result: { kind: 'error', message } }];
  });
}
