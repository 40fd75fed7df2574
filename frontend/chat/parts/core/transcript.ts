import type { Thread } from '../../../../backend/agents/threads.contract.ts';
import { textOf } from './message-words.ts';

/** A conversation as Markdown, to take along: who said what, which tools were called, what the answer was. */
export function transcriptOf({ title, agent, messages }: Pick<Thread, 'title' | 'agent' | 'messages'>): string {
  const parts = messages.map((message) => {
    const tools = message.parts.flatMap((part) => (part.type === 'tool' ? [`- \`${part.name}(${JSON.stringify(part.args)})\`: ${part.status}`] : []));
    const head = message.role === 'user' ? '## Question' : `## Answer${message.is_practice ? ' of the practice model' : ''}`;
    const error = message.error ? [`> ${message.error.message}`] : [];
    return [head, ...(tools.length > 0 ? [tools.join('\n')] : []), textOf(message.parts), ...error].filter((text) => text !== '').join('\n\n');
  });
  return `# ${title || 'Conversation'}\n\nWith \`${agent}\`\n\n${parts.join('\n\n')}\n`;
}
