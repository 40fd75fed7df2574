import type { Json, JsonObject } from '../../common/json.ts';
import { actions, button, context, divider, header, limits, linkButton, plain, section, type Block } from './blocks.ts';
import type { Message } from './run-message.ts';
import { clip, codeBlock, escapeText } from './slack-text.ts';

/** What a card shows of a request. Arguments have their secrets masked by then. */
export type CardRequest = {
  id: string;
  title: string;
  summary: string;
  path: string;
  risk: 'low' | 'normal' | 'high';
  requestedBy: string;
  waitingFor: string;
  status: 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn' | 'void';
  args: JsonObject;
  preview: Json | null;
  dueAt: Date | null;
  isRejectHidden: boolean;
  votes: { by: string; vote: 'approve' | 'reject'; comment: string; at: Date }[];
  url: string;
};

/** Ids of the buttons of a card. */
export const approveAction = 'approval_approve';
export const rejectAction = 'approval_reject';

const risks = { low: '', normal: '', high: ':warning: High risk. ' } as const;
const outcomes = {
  approved: ':white_check_mark: Approved',
  rejected: ':x: Rejected',
  expired: ':hourglass: Expired',
  withdrawn: ':leftwards_arrow_with_hook: Withdrawn',
  void: ':no_entry_sign: Void',
} as const;

/** A card: what will happen, who asks, who decided, and buttons only while there is something to decide. `cardId` is all that a button carries. */
export function approvalCard(cardId: string, request: CardRequest): Message {
  const facts = [`${risks[request.risk]}Asked by *${escapeText(request.requestedBy)}* for \`${escapeText(request.path)}\``];
  if (request.dueAt !== null && request.status === 'open') facts.push(`Due ${momentOf(request.dueAt)}`);
  const blocks: Block[] = [
    header(request.title),
    ...(request.summary.trim() === '' ? [] : [section(escapeText(clip(request.summary, 2000)))]),
    ...argumentLines(request.args),
    ...(request.preview === null
      ? []
      : [section(codeBlock(typeof request.preview === 'string' ? request.preview : JSON.stringify(request.preview, null, 2), 1500))]),
    context(facts.join(' · ')),
    ...request.votes.slice(-10).map(voteLine),
    ...endOf(cardId, request),
  ];
  const isOpen = request.status === 'open';
  return {
    text: clip(isOpen ? `Approval needed: ${request.title}` : `${request.title}: ${request.status}`, 300),
    blocks: blocks.slice(0, limits.messageBlocks),
  };
}

function endOf(cardId: string, request: CardRequest): Block[] {
  const open = linkButton('Open', request.url);
  if (request.status !== 'open') return [divider(), context(`*${outcomes[request.status]}*`), actions('approval', [open])];
  const reject = request.isRejectHidden ? [] : [button('Reject', rejectAction, cardId, 'danger')];
  return [
    context(`Waiting for ${escapeText(request.waitingFor)}`),
    actions('approval', [button('Approve', approveAction, cardId, 'primary'), ...reject, open]),
  ];
}

const voteLine = ({ by, vote, comment, at }: CardRequest['votes'][number]): Block =>
  context(
    `${vote === 'approve' ? ':white_check_mark:' : ':x:'} *${escapeText(by)}* ${vote === 'approve' ? 'approved' : 'rejected'} ${momentOf(at)}${comment === '' ? '' : `: ${escapeText(clip(comment, 500))}`}`,
  );

/** A time that every reader sees in their own zone. */
export function momentOf(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} at {time}|${at.toISOString().slice(0, 16).replace('T', ' ')} UTC>`;
}

function argumentLines(args: JsonObject): Block[] {
  const lines = Object.entries(args)
    .filter(([, value]) => value !== '' && value !== null && value !== undefined)
    .map(([name, value]) => `*${escapeText(clip(name, 80))}*: ${escapeText(clip(textOf(value), 300))}`);
  return lines.length === 0 ? [] : [section(clip(lines.slice(0, 30).join('\n'), 2900))];
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && (value as { $secret?: unknown }).$secret === true) return '••••';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The comment that goes with a decision. */
export const commentBlock = 'comment';

export function commentInput(isRequired: boolean): Block {
  return {
    type: 'input',
    block_id: commentBlock,
    label: plain('Comment', limits.label),
    optional: !isRequired,
    element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 3000 },
  };
}
