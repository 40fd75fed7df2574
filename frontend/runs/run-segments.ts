import type { Job, JobRow } from '../../backend/jobs/jobs.contract.ts';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';

/**
 * What a run did in a stretch of its time: `scheduled` (for later), `queued`, `starting` (a process is made for it), `running` (an attempt), `retry` (between two
 * attempts), `waiting` (for something else, without a worker), `earlier` (attempts of which only the number is known: a worker
 * stopped and handed the run back).
 */
export type SegmentKind = 'scheduled' | 'queued' | 'starting' | 'running' | 'retry' | 'waiting' | 'earlier';

/** One stretch. `isOpen`: it goes on now. `hasFailed`: an attempt that did not succeed. */
export type RunSegment = { kind: SegmentKind; fromMs: number; toMs: number; attempt: number | null; isOpen: boolean; hasFailed: boolean };

type Timed = Pick<Job, 'status' | 'created_at' | 'scheduled_for' | 'started_at' | 'ended_at' | 'attempt' | 'attempts'> & Partial<Pick<Job, 'starting_ms'>>;

/** From when to when, in milliseconds. */
export type Stretch = { fromMs: number; toMs: number };

const moment = (text: string | null): number | null => (text === null ? null : Date.parse(text));

type Attempt = { attempt: number; fromMs: number; toMs: number | null; hasFailed: boolean };

/** Attempts that ran, in order: those that were followed by another, then the one of the job itself. */
function attemptsOf(job: Timed): Attempt[] {
  const earlier = job.attempts.flatMap(({ attempt, started_at: startedAt, ended_at: endedAt }): Attempt[] => {
    const fromMs = moment(startedAt);
    return fromMs === null ? [] : [{ attempt, fromMs, toMs: Date.parse(endedAt), hasFailed: true }];
  });
  const fromMs = moment(job.started_at);
  const isListed = earlier.some(({ attempt }) => attempt === job.attempt);
  // A job that is queued again for a retry still carries the start of the attempt before.
  if (fromMs === null || isListed || job.status === 'queued') return earlier;
  return [...earlier, { attempt: job.attempt, fromMs, toMs: moment(job.ended_at), hasFailed: job.status === 'failed' }];
}

const longestQueueMs = 60_000;

/** When a run was due first. A retry moves the time of the job, so that a short wait before its first attempt counts as one for a worker. */
function dueOf(job: Timed, createdMs: number, firstMs: number | undefined): number {
  const wasMoved = job.attempts.length > 0 && firstMs !== undefined && firstMs - createdMs < longestQueueMs;
  return wasMoved ? createdMs : Date.parse(job.scheduled_for);
}

/**
 * The time of a run as stretches without holes, from the moment in which it was asked for to its end or to `nowMs`. Stretches
 * without length are left out; clocks that disagree never give one of negative length. `waits`: when the attempt that ran last only waited, as
 * a workflow does; such stretches are apart and in order.
 */
export function segmentsOf(job: Timed, nowMs: number, waits: readonly Stretch[] = []): RunSegment[] {
  const segments: RunSegment[] = [];
  const createdMs = Date.parse(job.created_at);
  const isOver = isTerminal(job.status);
  const endMs = Math.max(createdMs, moment(job.ended_at) ?? nowMs);
  let cursor = createdMs;
  const add = (kind: SegmentKind, until: number, rest: Partial<RunSegment> = {}): void => {
    const toMs = Math.min(Math.max(cursor, until), endMs);
    const isOpen = rest.isOpen === true;
    if (toMs > cursor || isOpen) segments.push({ kind, fromMs: cursor, toMs, attempt: null, hasFailed: false, ...rest, isOpen });
    cursor = toMs;
  };
  const attempts = attemptsOf(job);
  const dueMs = dueOf(job, createdMs, attempts[0]?.fromMs);
  const firstMs = attempts[0]?.fromMs;
  const isFirstKnown = (attempts[0]?.attempt ?? job.attempt) <= 1;
  add(isFirstKnown ? 'scheduled' : 'earlier', Math.min(dueMs, firstMs ?? dueMs), { isOpen: !isOver && firstMs === undefined && dueMs > nowMs });
  attempts.forEach((attempt, index) => {
    add(index === 0 ? 'queued' : 'retry', attempt.fromMs);
    const isOpen = attempt.toMs === null && job.status === 'running';
    const isLast = index === attempts.length - 1;
    const rest = { attempt: attempt.attempt, hasFailed: attempt.hasFailed };
    const toMs = attempt.toMs ?? endMs;
    if (isLast && isOver) add('starting', Math.min(toMs, attempt.fromMs + (job.starting_ms ?? 0)));
    for (const wait of isLast ? waits : []) {
      if (wait.toMs <= cursor || wait.fromMs >= toMs) continue;
      add('running', wait.fromMs, rest);
      add('waiting', Math.min(wait.toMs, toMs));
    }
    if (cursor < toMs || isOpen || waits.length === 0)
      add(job.status === 'waiting' && attempt.toMs === null ? 'waiting' : 'running', toMs, { ...rest, isOpen });
  });
  if (job.status === 'running') return segments;
  // What is left has no attempt: it still waits, or was ended while it waited.
  if (cursor < endMs || (segments.length === 0 && !isOver)) add(lastKind(job, attempts.length > 0), endMs, { isOpen: !isOver });
  return segments;
}

function lastKind(job: Timed, hasRun: boolean): SegmentKind {
  if (job.status === 'waiting') return 'waiting';
  return hasRun ? 'retry' : 'queued';
}

/** Time in a kind of stretch, in all. */
export function totalOf(segments: readonly RunSegment[], kind: SegmentKind): number {
  return segments.reduce((sum, segment) => (segment.kind === kind ? sum + segment.toMs - segment.fromMs : sum), 0);
}

/** Share of the whole for each stretch, in percent and 100 in all; a short one stays wide enough to point at. */
export function widthsOf(segments: readonly RunSegment[], minimumPercent = 1.5): number[] {
  const lengths = segments.map(({ fromMs, toMs }) => toMs - fromMs);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (segments.length === 0) return [];
  const shares = lengths.map((length) => Math.max(minimumPercent, total === 0 ? 100 / segments.length : (length / total) * 100));
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => (share / sum) * 100);
}

/** How long a run took, or has taken until now, from the start of its work; null for one that has not begun. */
export function durationOf(job: Pick<JobRow, 'status' | 'started_at' | 'ended_at'>, nowMs: number): number | null {
  const startedMs = moment(job.started_at);
  if (startedMs === null || job.status === 'queued') return null;
  return Math.max(0, (moment(job.ended_at) ?? nowMs) - startedMs);
}
