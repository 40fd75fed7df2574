import type { Approval, ApprovalEvent, ApprovalRow, ApprovalStatus } from '../../backend/approvals/approvals.contract.ts';
import { formatDuration, formatPlural } from '../ui/format.ts';

/** How near a due time is: `late` has passed, `soon` is near, `calm` neither. */
export type DueTone = 'late' | 'soon' | 'calm';

const soonMs = 4 * 3_600_000;
const minuteMs = 60_000;

/** A distance in the coarse words of a list: minutes at the least. */
const distance = (ms: number): string => (ms < minuteMs ? 'under a minute' : formatDuration(Math.floor(ms / minuteMs) * minuteMs));

/** When a request is due or ends by itself, in words and how near; null for one that has ended or has neither time. */
export function dueOf(row: Pick<ApprovalRow, 'status' | 'due_at' | 'expires_at'>, now: number): { words: string; tone: DueTone; at: string } | null {
  if (row.status !== 'open') return null;
  const due = row.due_at === null ? Infinity : new Date(row.due_at).getTime();
  const end = row.expires_at === null ? Infinity : new Date(row.expires_at).getTime();
  if (row.expires_at !== null && (end <= due || (due <= now && end - now < soonMs))) {
    const left = end - now;
    return { words: left <= 0 ? 'Expires now' : `Expires in ${distance(left)}`, tone: left < soonMs ? 'late' : 'calm', at: row.expires_at };
  }
  if (row.due_at === null) return null;
  const left = due - now;
  if (left <= 0) return { words: -left < minuteMs ? 'Due now' : `Overdue by ${distance(-left)}`, tone: 'late', at: row.due_at };
  return { words: `Due in ${distance(left)}`, tone: left < soonMs ? 'soon' : 'calm', at: row.due_at };
}

/** Words of each state. */
export const approvalStatusWords: Readonly<Record<ApprovalStatus, string>> = {
  open: 'Waiting',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  void: 'No longer needed',
};

/** What happens when a request is approved, in a sentence. */
export function effectOf({ subject, requested_by: by }: Pick<Approval, 'subject' | 'requested_by'>): string {
  const step = subject.step === null ? '' : ` after step ${subject.step}`;
  switch (subject.kind) {
    case 'flow':
      return `The flow goes on${step}.`;
    case 'workflow':
      return 'The workflow goes on.';
    case 'run':
      return `It runs once, for ${nameOfPerson(by)}, with these arguments.`;
    case 'agent':
      return subject.step === null ? 'The agent goes on with its tool call.' : `The agent calls ${subject.step}.`;
  }
}

/** A person, a group or the owners, as one says them. */
export function nameOfCandidate(candidate: string): string {
  if (candidate === 'owners') return 'owners of the folder';
  return candidate.startsWith('u/') ? candidate.slice(2) : candidate;
}

/** The name out of `u/ada`, the address out of `email:…` of a person outside; anything else as it is. */
export const nameOfPerson = (actor: string): string => actor.replace(/^(?:u\/|email:)/, '');

/** Who may decide in a stage, in words. */
export function candidatesOf(stage: Pick<Approval['stages'][number], 'candidates'>): string {
  if (stage.candidates.length === 0) return 'owners of the folder and admins';
  return stage.candidates.map(nameOfCandidate).join(', ');
}

/** How many have to approve in a stage: "2 of them", "all of them", "one of them". */
export function quorumOf({ quorum, needed }: Pick<Approval['stages'][number], 'quorum' | 'needed'>): string {
  if (quorum === 'all') return 'all of them';
  return needed === 1 ? 'one of them' : `${needed} of them`;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const list = (value: unknown): string | null =>
  Array.isArray(value) && value.length > 0 ? value.map((item) => nameOfCandidate(String(item))).join(', ') : null;
const to = (details: ApprovalEvent['details'], ...keys: string[]): string => {
  const found = keys.map((key) => list(details[key]) ?? text(details[key])).find((words) => words !== null);
  return found ? ` to ${nameOfCandidate(found)}` : '';
};

const sentences: Readonly<Record<ApprovalEvent['kind'], (event: ApprovalEvent) => string>> = {
  requested: () => 'asked',
  approved: () => 'approved',
  rejected: () => 'rejected',
  commented: () => 'commented',
  claimed: () => 'claimed it',
  released: () => 'released it',
  reassigned: ({ details }) => `reassigned it${to(details, 'to', 'candidates')}`,
  delegated: ({ details }) => `delegated it${to(details, 'to')}`,
  reminded: ({ details }) => `A reminder went out${to(details, 'to', 'recipients')}`,
  escalated: ({ details }) => `It was escalated${to(details, 'to')}`,
  stage_passed: ({ stage }) => (stage === null ? 'The stage was passed' : `Stage ${stage + 1} was passed`),
  expired: () => 'It expired',
  withdrawn: () => 'withdrew it',
  voided: () => 'It is no longer needed',
  ended: ({ details }) => (text(details['outcome']) ? `It ended: ${String(details['outcome'])}` : 'It ended'),
  link_created: ({ details }) => `made a link${text(details['email']) ? ` for ${String(details['email'])}` : ''}`,
  notified: ({ details }) => `A notification went out${to(details, 'to', 'recipients')}`,
  notification_failed: ({ details }) => `A notification could not be sent${text(details['error']) ? `: ${String(details['error'])}` : ''}`,
};

/** Whether an event is told as something that somebody did; the others happened by themselves. */
export const hasActor = ({ kind, actor }: Pick<ApprovalEvent, 'kind' | 'actor'>): boolean =>
  actor !== '' && actor !== 'system' && !/^(?:[A-Z]|It )/.test(sentences[kind]({ details: {}, stage: null, comment: '' } as unknown as ApprovalEvent));

/** An entry of the record in words, after the name of who did it where somebody did. */
export const sentenceOf = (event: ApprovalEvent): string => sentences[event.kind](event);

const channels: Readonly<Record<string, string>> = { inbox: '', api: 'through the API', link: 'by link', slack: 'in Slack', system: '' };

/** Through what somebody did it, where that is worth a word. */
export const wordsOfChannel = (channel: string): string => channels[channel] ?? `through ${channel}`;

/** What a screen reader hears, and the strip above the next request says, after a decision. */
export function outcomeOf({ status, waiting_for: waitingFor }: Pick<ApprovalRow, 'status' | 'waiting_for'>, vote: 'approve' | 'reject'): string {
  const said = vote === 'approve' ? 'You approved' : 'You rejected';
  if (status === 'open') return `${said}; it still waits for ${waitingFor}`;
  return said;
}

/** `2 decided, 1 refused`. */
export const bulkOutcomeOf = (done: number, refused: number, vote: 'approve' | 'reject'): string =>
  `${formatPlural(done, 'request')} ${vote === 'approve' ? 'approved' : 'rejected'}${refused > 0 ? `, ${formatPlural(refused, 'request')} refused` : ''}`;
