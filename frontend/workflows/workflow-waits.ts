import type { WorkflowStep } from '../../backend/workflows/workflows.contract.ts';
import type { Stretch } from '../runs/run-segments.ts';

type Timed = Pick<WorkflowStep, 'kind' | 'started_at' | 'ended_at'>;

const waitKinds: ReadonlySet<WorkflowStep['kind']> = new Set(['sleep', 'event', 'approval']);

/**
 * When a workflow only waited: for a time, an event or a decision, while no task of it and no step was at work. In order, without overlap.
 * What has not ended goes on to `nowMs`.
 */
export function waitsOf(steps: readonly Timed[], nowMs: number): Stretch[] {
  const edges = steps
    .flatMap(({ kind, started_at: startedAt, ended_at: endedAt }) => {
      const isWait = waitKinds.has(kind);
      return [
        { atMs: Date.parse(startedAt), isWait, by: 1 },
        { atMs: endedAt === null ? nowMs : Date.parse(endedAt), isWait, by: -1 },
      ];
    })
    .sort((left, right) => left.atMs - right.atMs);
  const stretches: Stretch[] = [];
  let waits = 0;
  let works = 0;
  let fromMs: number | null = null;
  for (const { atMs, isWait, by } of edges) {
    if (fromMs !== null && atMs > fromMs) stretches.push({ fromMs, toMs: atMs });
    if (isWait) waits += by;
    else works += by;
    fromMs = waits > 0 && works === 0 ? atMs : null;
  }
  return joined(stretches);
}

/** Stretches that touch are one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last && last.toMs === stretch.fromMs) last.toMs = stretch.toMs;
    else result.push({ ...stretch });
  }
  return result;
}
