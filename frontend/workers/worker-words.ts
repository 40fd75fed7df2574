import type { QueueInfo, WorkerInfo } from '../../backend/workers/workers.contract.ts';
import { formatDuration, formatPlural } from '../ui/format.ts';

/** How a worker is, in a word: the icon and the colour follow it. */
export type WorkerState = 'lost' | 'stopped' | 'draining' | 'full' | 'ready';

/** The state of a worker. */
export function stateOfWorker({
  is_alive: isAlive,
  has_stopped: hasStopped,
  is_draining: isDraining,
  running,
  capacity,
}: Pick<WorkerInfo, 'is_alive' | 'has_stopped' | 'is_draining' | 'running' | 'capacity'>): WorkerState {
  if (!isAlive) return hasStopped ? 'stopped' : 'lost';
  if (isDraining) return 'draining';
  return running >= capacity ? 'full' : 'ready';
}

/** Words for a state, and what it means. */
export const workerWords: Readonly<Record<WorkerState, { word: string; meaning: string }>> = {
  ready: { word: 'Ready', meaning: 'It has free slots.' },
  full: { word: 'Full', meaning: 'All its slots are busy; it takes the next run as soon as one ends.' },
  draining: { word: 'Draining', meaning: 'It finishes what it has and takes nothing new.' },
  stopped: { word: 'Stopped', meaning: 'It was told to stop, and ended what it had.' },
  lost: { word: 'Lost', meaning: 'It has not been heard of; its runs were given to others.' },
};

/** Flows and agents go on inside of Millrace itself; their steps are what workers take. */
export const needsNoWorker = (tag: string): boolean => tag === '@flow' || tag === '@agent';

/** How urgent the queue of a tag is: nobody takes it, it waits long, or all is well. */
export function trouble({ tag, queued, workers, oldest_at: oldestAt }: QueueInfo, nowMs: number): string | null {
  if (queued === 0 || needsNoWorker(tag)) return null;
  if (workers === 0) return 'No worker takes this tag. Start one that does, or give the script another tag.';
  const ageMs = oldestAt === null ? 0 : nowMs - Date.parse(oldestAt);
  return ageMs > 60_000 ? `The oldest has waited for ${formatDuration(ageMs)}. More workers for this tag would help.` : null;
}

/** The whole in a sentence. */
export function summaryOfWorkers(workers: readonly WorkerInfo[], queues: readonly QueueInfo[]): string {
  const alive = workers.filter((worker) => worker.is_alive);
  const slots = alive.reduce((sum, worker) => sum + worker.capacity, 0);
  const running = alive.reduce((sum, worker) => sum + worker.running, 0);
  const queued = queues.reduce((sum, queue) => sum + queue.queued, 0);
  if (alive.length === 0)
    return queued === 0 ? 'No worker is alive.' : `No worker is alive, and ${formatPlural(queued, 'run')} ${queued === 1 ? 'waits' : 'wait'}.`;
  return `${formatPlural(alive.length, 'worker')}, ${running} of ${formatPlural(slots, 'slot')} busy, ${queued === 0 ? 'nothing waits' : `${formatPlural(queued, 'run')} waiting`}.`;
}

/** Queues with trouble first, then the longest. */
export function sortQueues(queues: readonly QueueInfo[]): QueueInfo[] {
  const rank = (queue: QueueInfo): number => (queue.queued > 0 && queue.workers === 0 && !needsNoWorker(queue.tag) ? 0 : 1);
  return [...queues].sort(
    (one, other) => rank(one) - rank(other) || other.queued - one.queued || other.running - one.running || one.tag.localeCompare(other.tag),
  );
}
