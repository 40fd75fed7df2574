import type { ModelMessage } from 'ai';
import type { AgentGuard } from '../backend/agents/agent.contract.ts';
import { blockedMessage, checkPattern, type GuardVerdict } from './core/guards.ts';
import { textOf } from './core/memory.ts';
import type { AgentPorts } from './ports.ts';

/** Asks the guards of one side one after the other; each sees what the one before it has left. */
export async function runGuards(guards: readonly AgentGuard[], on: AgentGuard['on'], text: string, runGuard: AgentPorts['runGuard']): Promise<GuardVerdict> {
  let current = text;
  for (const guard of guards) {
    if (guard.on !== on) continue;
    const verdict = guard.kind === 'pattern' ? await checkPattern(guard, current) : await askScript(guard, current, runGuard);
    if (!verdict.isAllowed) return verdict;
    current = verdict.text;
  }
  return { isAllowed: true, text: current };
}

async function askScript(guard: Extract<AgentGuard, { kind: 'runnable' }>, text: string, runGuard: AgentPorts['runGuard']): Promise<GuardVerdict> {
  const { isAllowed, message, text: changed } = await runGuard(guard.path, text);
  if (isAllowed) return { isAllowed, text: changed ?? text };
  return { isAllowed, message: guard.message === '' && message ? message : blockedMessage(guard) };
}

/** A thread as guards leave it, or why the run ends before a model is asked. */
export type GuardedThread = { isAllowed: true; thread: ModelMessage[]; shownInput: string | null } | { isAllowed: false; message: string };

/**
 * Lets the input guards look at what a model would be shown. Every message of a person goes through the patterns again, because the thread keeps what was
 * written; scripts look at the message that is answered, once: what they made of it is recorded with the first turn (`shownInput`).
 */
export async function guardThread(
  guards: readonly AgentGuard[],
  messages: readonly ModelMessage[],
  recorded: { hasTurn: boolean; shownInput: string | null },
  runGuard: AgentPorts['runGuard'],
): Promise<GuardedThread> {
  if (!guards.some(({ on }) => on === 'input')) return { isAllowed: true, thread: [...messages], shownInput: null };
  const patterns = guards.filter(({ kind }) => kind === 'pattern');
  const answered = messages.findLastIndex(({ role }) => role === 'user');
  const thread: ModelMessage[] = [];
  let shownInput = recorded.shownInput;
  for (const [index, message] of messages.entries()) {
    const text = textOf(message);
    if (message.role !== 'user' || text === '') {
      thread.push(message);
    } else if (index !== answered) {
      const verdict = await runGuards(patterns, 'input', text, runGuard);
      thread.push(withText(message, verdict.isAllowed ? verdict.text : '[A message that a rule of this agent does not allow]'));
    } else {
      const verdict =
        shownInput !== null ? { isAllowed: true as const, text: shownInput } : await runGuards(recorded.hasTurn ? patterns : guards, 'input', text, runGuard);
      if (!verdict.isAllowed) return verdict;
      shownInput = verdict.text === text ? null : verdict.text;
      thread.push(withText(message, verdict.text));
    }
  }
  return { isAllowed: true, thread, shownInput };
}

/** The message with another text; its files stay. */
function withText(message: Extract<ModelMessage, { role: 'user' }>, text: string): ModelMessage {
  if (typeof message.content === 'string') return { ...message, content: text };
  if (textOf(message) === text) return message;
  return { ...message, content: [{ type: 'text', text }, ...message.content.filter((part) => part.type !== 'text')] };
}
