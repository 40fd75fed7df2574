import type { WaitingFor } from '../jobs.contract.ts';

/**
 * The step at which something waits. `step` is its id, or the number of a call in a workflow; `summary` is what the author called it;
 * `around` is the step in whose round it is, where that is a loop.
 */
export type StepNames = {
  step: string | null;
  summary: string | null;
  around?: string | null;
  around_summary?: string | null;
  around_kind?: string | null;
  round?: number | null;
};

type OpenWait = {
  kind: 'sleep' | 'retry' | 'approval' | 'event' | 'child';
  names: StepNames;
  title: string | null;
  due_at: string | null;
  event_key: string | null;
  waits_for: readonly string[] | null;
  expires_at: string | null;
};

type LiveChild = { job_id: string; since: string; path: string; names: StepNames | null };

/** What is known about a flow or workflow that holds no worker. */
export type SuspendedFacts = { waits: readonly OpenWait[]; children: readonly LiveChild[] };

/** People are asked first, because only they have to do something. */
const order: readonly OpenWait['kind'][] = ['approval', 'event', 'sleep', 'retry', 'child'];

/** Says what a job waits for that holds no worker: a decision, an event, a time, or jobs of its own. */
export function suspendedFor({ waits, children }: SuspendedFacts): WaitingFor | null {
  const [wait] = [...waits].sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind));
  if (wait && (wait.kind === 'approval' || wait.kind === 'event' || children.length === 0)) return ofWait(wait, waits.length - 1);
  const [child] = children;
  if (!child) return null;
  const holders = children.map(({ job_id, since }) => ({ job_id, since: new Date(since).toISOString() }));
  const message =
    children.length === 1
      ? `It waits for ${childWords(child)} to end.`
      : `It waits for ${children.length === 20 ? 'at least 20' : children.length} steps to end.`;
  return { reason: 'child', message, until: null, holders };
}

function childWords({ path, names }: LiveChild): string {
  return names?.summary ? `${stepWords(names)} (${path})` : path || 'a step';
}

function ofWait(wait: OpenWait, more: number): WaitingFor {
  const end = wait.kind === 'approval' ? (wait.expires_at ?? wait.due_at) : wait.due_at;
  const until = end === null ? null : new Date(end).toISOString();
  const besides = more > 0 ? ` ${more} more ${more === 1 ? 'wait is' : 'waits are'} open.` : '';
  return { reason: wait.kind, message: `${sentence(wait, until)}${besides}`, until, holders: [] };
}

function sentence({ kind, names, title, event_key: key, waits_for: people }: OpenWait, until: string | null): string {
  const moment = until === null ? '' : `${until.slice(0, 16).replace('T', ' ')} UTC`;
  const end = moment === '' ? '' : ` until ${moment}`;
  const step = stepWords(names);
  switch (kind) {
    case 'approval':
      return `It waits for a decision${people && people.length > 0 ? ` by ${people.join(', ')}` : ''} ${title ? `about "${title}"` : `after ${step}`}${end}.`;
    case 'event':
      return `It waits for the event "${key ?? ''}" at ${step}${end}.`;
    case 'sleep':
      return `It sleeps after ${step}${end}, and goes on by itself.`;
    case 'retry':
      return `An attempt of ${step} failed; the next one starts on its own${moment === '' ? '' : ` at ${moment}`}.`;
    case 'child':
      return `It waits for a job of its own at ${step}${end}.`;
  }
}

/** A step as its author calls it, otherwise by its id; with the round of the loop in which it is. Where branches lie is of no use to a reader. */
function stepWords({ step, summary, around, around_summary: loop, around_kind: kind, round }: StepNames): string {
  const name = summary ? `"${summary}"` : `step ${step ?? ''}`.trim();
  const isRound = typeof round === 'number' && (kind === 'forloopflow' || kind === 'whileloopflow');
  return isRound ? `${name} in round ${round + 1} of ${loop ? `"${loop}"` : (around ?? 'a loop')}` : name;
}
