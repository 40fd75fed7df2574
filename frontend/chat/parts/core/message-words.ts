import type { ApprovalRow } from '../../../../backend/approvals/approvals.contract.ts';
import type { AgentUsage, MessagePart, ThreadMessage, ThreadRow } from '../../../../backend/agents/threads.contract.ts';
import { formatCount, formatPlural } from '../../../ui/format.ts';
import type { ToolPart } from './live-answer.ts';

/** How a state of a tool call is said, and which state of a run it looks like. */
export const toolStates: Readonly<
  Record<ToolPart['status'], { word: string; looks: 'queued' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'skipped' }>
> = {
  open: { word: 'About to run', looks: 'queued' },
  asked: { word: 'Waits for approval', looks: 'waiting' },
  running: { word: 'Running', looks: 'running' },
  succeeded: { word: 'Done', looks: 'succeeded' },
  failed: { word: 'Failed', looks: 'failed' },
  denied: { word: 'Not allowed', looks: 'skipped' },
  cancelled: { word: 'Stopped', looks: 'cancelled' },
};

const shortText = 60;

const shortOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > shortText ? `${text.slice(0, shortText - 1)}…` : text;
};

/** What an author fixed, or nobody said, tells no call apart. */
const isTelling = (value: unknown): boolean => value !== '' && value !== null && !(typeof value === 'string' && /^\$(?:res|var):/.test(value));

/** The arguments of a call on one line: what tells two calls of the same tool apart. */
export function argumentsInShort(args: ToolPart['args']): string {
  const entries = Object.entries(args).filter(([, value]) => isTelling(value));
  if (entries.length === 0) return '';
  if (entries.length === 1) return shortOf(entries[0]?.[1]);
  return shortOf(entries.map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', '));
}

const sameDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const otherDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** For whom a call waits and until when: "Waits for approval by finance until 14:00", in the zone of who looks. */
export function waitInWords({ waiting_for: who, expires_at: end }: Pick<ApprovalRow, 'waiting_for' | 'expires_at'>, now: Date): string {
  const people = who === '' || who.startsWith('nobody') ? '' : ` by ${who.replaceAll(/\b[ug]\//g, '')}`;
  if (end === null) return `Waits for approval${people}`;
  const at = new Date(end);
  const isToday = at.toDateString() === now.toDateString();
  return `Waits for approval${people} until ${(isToday ? sameDay : otherDay).format(at)}`;
}

/** The texts of a message, as they are copied or written anew. */
export const textOf = (parts: readonly MessagePart[]): string =>
  parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim();

/** What an answer took, in words: "1 204 tokens in, 233 out". */
export function usageInWords(usage: AgentUsage): [string, string][] {
  const input = formatCount(usage.input_tokens) + (usage.cached_input_tokens > 0 ? `, ${formatCount(usage.cached_input_tokens)} of them cached` : '');
  const output = formatCount(usage.output_tokens) + (usage.reasoning_tokens > 0 ? `, ${formatCount(usage.reasoning_tokens)} of them thinking` : '');
  return [
    ['Tokens in', input],
    ['Tokens out', output],
    ['Cost', costInWords(usage.cost_usd)],
    ['Turns', formatCount(usage.turns)],
    ['Tool calls', formatCount(usage.tool_calls)],
  ];
}

/** US dollars: cents where there are some, and small amounts with the digits that count. */
export function costInWords(cost: number): string {
  if (cost === 0) return 'nothing';
  if (cost < 0.0001) return 'under $0.0001';
  return `$${cost < 0.1 ? cost.toPrecision(2) : cost.toFixed(2)}`;
}

const sources: Readonly<Record<ThreadRow['source'], string>> = {
  chat: 'in the chat',
  app: 'in an app',
  slack: 'in Slack',
  api: 'through the API',
  flow: 'by a flow',
  schedule: 'by a schedule',
  mcp: 'through MCP',
  evaluation: 'by an evaluation',
  agent: 'by another agent',
  editor: 'as a test in the editor',
};

/** Where a conversation was begun: "by a flow". */
export const wordsOfSource = (source: ThreadRow['source']): string => sources[source] ?? `through ${source}`;

/** What a person can do about an error of an answer; the error itself says what happened. */
export function adviceFor(code: string, canBuild: boolean): string {
  const tell = 'Tell who made this agent.';
  switch (code) {
    case 'agent/limit_reached':
      return canBuild ? 'Ask for less at once, or raise the limit of the agent.' : 'Ask for less at once, or tell who made this agent.';
    case 'agent/rate_limited':
    case 'agent/model_unavailable':
    case 'agent/model_malformed':
    case 'agent/answer_cut':
      return 'Try again in a moment. What was done so far stays done.';
    case 'agent/model_refused_key':
    case 'agent/resource_invalid':
    case 'agent/model_not_found':
      return canBuild ? 'Check the model and its resource in the settings of the agent.' : tell;
    case 'agent/context_too_long':
      return 'Begin a new conversation, or send less text.';
    case 'agent/guard_blocked':
    case 'agent/content_filtered':
      return 'Write it in another way.';
    default:
      return canBuild
        ? 'Try again; the run shows each step and what went wrong.'
        : `Try again. If it stays so: ${tell.charAt(0).toLowerCase()}${tell.slice(1)}`;
  }
}

/** What a screen reader is told of an answer that ended. */
export function announcementOf(message: Pick<ThreadMessage, 'status' | 'parts' | 'error'>): string {
  if (message.status === 'failed') return `The answer failed: ${message.error?.message ?? ''}`;
  if (message.status === 'stopped') return 'The answer was stopped.';
  const waiting = message.parts.filter((part) => part.type === 'tool' && part.status === 'asked').length;
  if (message.status === 'waiting') return waiting > 0 ? `${formatPlural(waiting, 'tool')} waits for approval.` : 'The answer waits.';
  return `Answer: ${textOf(message.parts)}`;
}
