import type { FlowStepStatus, FlowTimelineBar } from '../../flow-runs.contract.ts';
import { placeOfWait } from './wait-place.ts';

/** An attempt of a step with its job, as the database has it. */
export type JobBar = {
  frame: string;
  step: string;
  attempt: number;
  job_id: string;
  status: string;
  created_at: Date;
  scheduled_for: Date;
  started_at: Date | null;
  starting_ms: number | null;
  ended_at: Date | null;
};

/** A wait of a run, as the database has it. */
export type WaitBar = { place: string; kind: string; opened_at: Date; closed_at: Date | null; ended_by: string | null; outcome: string | null };

/** A pause shorter than this is only the time in which a job is made. */
const shortestPauseMs = 50;

/** The bars of a run in the order of their beginning. A job that begins later by intent waits first, and is queued from then on. */
export function barsOf(jobs: readonly JobBar[], waits: readonly WaitBar[]): FlowTimelineBar[] {
  const bars = [...jobs.flatMap(barsOfJob), ...waits.flatMap((wait) => barOfWait(wait) ?? [])];
  return bars.sort((left, right) => (left.created_at < right.created_at ? -1 : left.created_at > right.created_at ? 1 : 0));
}

function barsOfJob(job: JobBar): FlowTimelineBar[] {
  const { frame, step, attempt } = job;
  const hasPause = job.scheduled_for.getTime() - job.created_at.getTime() > shortestPauseMs;
  const isPausing = hasPause && job.status === 'queued' && job.started_at === null;
  const pauseEnd = job.ended_at !== null && job.ended_at < job.scheduled_for ? job.ended_at : job.scheduled_for;
  const pause: FlowTimelineBar[] = hasPause
    ? [
        {
          frame,
          step,
          attempt,
          kind: 'wait',
          job_id: null,
          status: isPausing ? 'waiting' : 'succeeded',
          created_at: job.created_at.toISOString(),
          started_at: job.created_at.toISOString(),
          starting_ms: null,
          ended_at: isPausing ? null : pauseEnd.toISOString(),
        },
      ]
    : [];
  if (isPausing) return pause;
  const created = hasPause ? pauseEnd : job.created_at;
  return [
    ...pause,
    {
      frame,
      step,
      attempt,
      kind: 'job',
      job_id: job.job_id,
      status: statusOfJob(job.status),
      created_at: created.toISOString(),
      started_at: job.started_at?.toISOString() ?? null,
      starting_ms: job.starting_ms,
      ended_at: job.ended_at?.toISOString() ?? null,
    },
  ];
}

const barStatuses: Readonly<Record<string, FlowStepStatus>> = {
  queued: 'queued',
  running: 'running',
  waiting: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
};
const statusOfJob = (status: string): FlowStepStatus => barStatuses[status] ?? 'running';

function barOfWait(wait: WaitBar): FlowTimelineBar | null {
  const place = placeOfWait(wait.place);
  if (!place) return null;
  return {
    ...place,
    kind: 'wait',
    job_id: null,
    status: statusOfWait(wait),
    created_at: wait.opened_at.toISOString(),
    started_at: wait.opened_at.toISOString(),
    starting_ms: null,
    ended_at: wait.closed_at?.toISOString() ?? null,
  };
}

function statusOfWait({ closed_at: closedAt, ended_by: by, outcome, kind }: WaitBar): FlowStepStatus {
  if (closedAt === null) return 'waiting';
  if (by === 'closed') return 'cancelled';
  if (by === 'approval') return outcome === 'approved' ? 'succeeded' : 'failed';
  return by === 'time' && (kind === 'approval' || kind === 'event') ? 'failed' : 'succeeded';
}
