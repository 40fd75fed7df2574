import type { WaitingFor } from '../jobs.contract.ts';

type OpenWait = {
  kind: 'sleep' | 'retry' | 'approval' | 'event' | 'child';
  place: string;
  due_at: string | null;
  event_key: string | null;
  waits_for: readonly string[] | null;
  expires_at: string | null;
};

/** What is known about a flow or workflow that holds no worker. */
export type SuspendedFacts = { waits: readonly OpenWait[]; children: readonly { job_id: string; since: string; path: string }[] };

/** People are asked first, because only they have to do something. */
const order: readonly OpenWait['kind'][] = ['approval', 'event', 'sleep', 'retry', 'child'];

/** Says what a job waits for that holds no worker: a decision, an event, a time, or jobs of its own. */
export function suspendedFor({ waits, children }: SuspendedFacts): WaitingFor | null {
  const [wait] = [...waits].sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind));
  if (wait && (wait.kind === 'approval' || wait.kind === 'event' || children.length === 0)) return ofWait(wait, waits.length - 1);
  if (children.length === 0) return null;
  const holders = children.map(({ job_id, since }) => ({ job_id, since: new Date(since).toISOString() }));
  const message =
    children.length === 1
      ? `It waits for ${children[0]?.path || 'a step'} to end.`
      : `It waits for ${children.length === 20 ? 'at least 20' : children.length} steps to end.`;
  return { reason: 'child', message, until: null, holders };
}

function ofWait({ kind, place, due_at: dueAt, event_key: key, waits_for: people, expires_at: expiresAt }: OpenWait, more: number): WaitingFor {
  const end = kind === 'approval' ? (expiresAt ?? dueAt) : dueAt;
  const until = end === null ? null : new Date(end).toISOString();
  // A flow names a step, a workflow the number of a call.
  const where = place.replace(/^\//, '').replace(/^(.*)!$/, 'step $1');
  const besides = more > 0 ? ` ${more} more ${more === 1 ? 'wait is' : 'waits are'} open.` : '';
  return { reason: kind, message: `${sentence(kind, where, key, people ?? [], until)}${besides}`, until, holders: [] };
}

function sentence(kind: OpenWait['kind'], where: string, key: string | null, people: readonly string[], until: string | null): string {
  const moment = until === null ? '' : `${until.slice(0, 16).replace('T', ' ')} UTC`;
  const end = moment === '' ? '' : ` until ${moment}`;
  switch (kind) {
    case 'approval':
      return `It waits for a decision${people.length > 0 ? ` by ${people.join(', ')}` : ''} after ${where}${end}.`;
    case 'event':
      return `It waits for the event "${key ?? ''}" at ${where}${end}.`;
    case 'sleep':
      return `It sleeps after ${where}${end}, and goes on by itself.`;
    case 'retry':
      return `An attempt of ${where} failed; the next one starts on its own${moment === '' ? '' : ` at ${moment}`}.`;
    case 'child':
      return `It waits for a job of its own at ${where}${end}.`;
  }
}
