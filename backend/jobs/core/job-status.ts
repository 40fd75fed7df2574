/** Every status of a job. `waiting` is for flows, workflows and agents that hold no worker. */
export const jobStatuses = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'skipped'] as const;
/** One of {@link jobStatuses}. */
export type JobStatus = (typeof jobStatuses)[number];

const transitions: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  // Straight to an end without running: cancelled while queued, merged by debounce, answered from the cache, refused before start.
  queued: ['running', 'waiting', 'cancelled', 'skipped', 'succeeded', 'failed'],
  // Back to queued: a retry, or the worker was lost or drained.
  running: ['succeeded', 'failed', 'cancelled', 'queued', 'waiting'],
  waiting: ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'skipped'],
  succeeded: [],
  failed: [],
  cancelled: [],
  skipped: [],
};

/** Whether a job may go from one status to another. */
export const mayTransition = (from: JobStatus, to: JobStatus): boolean => transitions[from].includes(to);

/** A job that will never change again. */
export const isTerminal = (status: JobStatus): boolean => transitions[status].length === 0;

/** A job that still may be cancelled. */
export const isLive = (status: JobStatus): boolean => !isTerminal(status);
