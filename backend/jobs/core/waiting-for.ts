import type { WaitingFor } from '../jobs.contract.ts';
import type { ScriptSettings } from '../../scripts/scripts.contract.ts';
import { isWorkerTag } from '../../queue/task-names.ts';
import type { JobStatus } from './job-status.ts';

/** What is known about a job that does not run, and about who could run it. */
export type WaitingFacts = {
  status: JobStatus;
  now: Date;
  tag: string;
  attempt: number;
  scheduledFor: Date;
  createdAt: Date;
  settings: ScriptSettings;
  admissionKey: string | null;
  isAdmitted: boolean;
  debounceKey: string | null;
  /** Live workers that take the tag, and how many of their slots are busy. */
  workers: number;
  busySlots: number;
  slots: number;
  /** Jobs that hold slots of the same admission key. */
  holders: { job_id: string; since: string | null }[];
};

/** Says why a job waits (D18: it can always be said): first what time decides, then limits, then workers. `null` when it does not wait. */
export function waitingFor(facts: WaitingFacts): WaitingFor | null {
  if (facts.status !== 'queued') return null;
  const isLater = facts.scheduledFor > facts.now;
  if (facts.debounceKey !== null && !facts.isAdmitted) return debounce(facts);
  if (isLater && facts.attempt > 0)
    return {
      reason: 'retry',
      message: `Attempt ${facts.attempt} failed; the next one starts on its own.`,
      until: facts.scheduledFor.toISOString(),
      holders: [],
    };
  if (isLater) return { reason: 'schedule', message: 'It is scheduled for later and starts on its own.', until: facts.scheduledFor.toISOString(), holders: [] };
  if (facts.admissionKey !== null && !facts.isAdmitted) return limit(facts);
  if (facts.workers === 0)
    return {
      reason: 'no_worker_for_tag',
      message: isWorkerTag(facts.tag)
        ? 'The worker that runs the steps of its flow is gone. It fails in a moment.'
        : `No live worker takes the tag "${facts.tag}". Start one that does, or give the script another tag.`,
      until: null,
      holders: [],
    };
  return {
    reason: 'worker',
    message: `${isWorkerTag(facts.tag) ? 'One worker runs all steps of its flow' : `${count(facts.workers, 'worker')} ${facts.workers === 1 ? 'takes' : 'take'} the tag "${facts.tag}"`}; ${facts.busySlots} of ${count(facts.slots, 'slot')} are busy. It starts as soon as one is free.`,
    until: null,
    holders: [],
  };
}

function debounce({ settings, holders }: WaitingFacts): WaitingFor {
  const delay = settings.debounce?.delay_s ?? 0;
  return { reason: 'debounce', message: `It waits until no further call comes for ${delay} s; ${settings.debounce?.gather ? 'then one run takes what all of them brought' : 'then the last call runs for all of them'}.`, until: null, holders };
}

function limit({ settings, admissionKey, holders }: WaitingFacts): WaitingFor {
  const key = (admissionKey ?? '').replace(/^concurrency:/, '');
  const { max = 1, window_s } = settings.concurrency ?? {};
  if (window_s !== undefined)
    return {
      reason: 'rate',
      message: `At most ${count(max, 'start')} in ${window_s} s for "${key}". It starts when the window has room.`,
      until: null,
      holders,
    };
  return {
    reason: 'concurrency',
    message: `At most ${max} at once for "${key}", and ${count(holders.length, 'other job')} ${holders.length === 1 ? 'holds' : 'hold'} the place.`,
    until: null,
    holders,
  };
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
