import type { FlowStepStatus } from '../../flow-runs.contract.ts';
import type { FlowError, StepRow } from '../../core/rows.ts';
import type { FrameKey, Phase } from '../../core/state.ts';
import { placeOfFrame } from './frame-place.ts';
import type { JobFacts, RecordedRow } from './recorded.ts';

/** A row that belongs to a step. */
export type PlacedRow = Extract<StepRow, { kind: 'phase' | 'attempt_failed' | 'decided' | 'step_ended' }>;

/** A frame with its own rows in their order, and whether it still runs. */
export type FrameRows = { readonly key: FrameKey; readonly isAlive: boolean; readonly rows: readonly RecordedRow[] };

/** Where a frame stands: the last row that says so. */
export type Current = { readonly row: Extract<StepRow, { kind: 'phase' | 'step_ended' | 'attempt_failed' }>; readonly recorded: RecordedRow };

const isStand = (row: StepRow): row is Current['row'] => row.kind === 'phase' || row.kind === 'step_ended' || row.kind === 'attempt_failed';

/** Where a frame stands now; `null` before its first step. */
export function currentOf(rows: readonly RecordedRow[]): Current | null {
  const recorded = rows.findLast(({ row }) => isStand(row));
  return recorded && isStand(recorded.row) ? { row: recorded.row, recorded } : null;
}

/** How a frame ended, if it did. */
export const endOf = (rows: readonly RecordedRow[]): Extract<StepRow, { kind: 'frame_ended' }> | null => {
  const found = rows.findLast(({ row }) => row.kind === 'frame_ended')?.row;
  return found?.kind === 'frame_ended' ? found : null;
};

/**
 * Whether what hangs at a step still runs. A frame that was left behind (its loop failed, the flow was cancelled) has no end of its own in the
 * record: what is around it has gone on.
 */
export function isChildAlive(key: FrameKey, parent: { readonly isAlive: boolean; readonly current: Current | null }): boolean {
  const place = placeOfFrame(key);
  if (!place || !parent.isAlive) return false;
  const row = parent.current?.row;
  if (key.startsWith('!rollback[')) return true;
  if (row?.kind !== 'phase') return false;
  if (place.step === '') return row.phase === 'failure' || row.phase === 'preprocessor';
  return row.step === place.step && row.attempt === place.attempt && (place.index === null ? row.phase === 'finally' : row.phase === 'children');
}

const resting: Partial<Record<Phase, FlowStepStatus>> = { event: 'waiting', retry_wait: 'waiting', approval: 'waiting', sleep: 'waiting', failure: 'failed' };

/** How the current step of a running frame stands. */
export function statusOfCurrent({ row }: Current, job: JobFacts | null): FlowStepStatus {
  if (row.kind === 'step_ended') return row.status;
  if (row.kind === 'attempt_failed') return 'running';
  if (row.phase === 'job' && job?.status === 'queued') return isLater(job) ? 'waiting' : 'queued';
  return resting[row.phase] ?? 'running';
}

/** Whether a job is to begin later than it was made: a pause before another attempt. */
export const isLater = ({ createdAt, scheduledFor }: JobFacts): boolean => Date.parse(scheduledFor) - Date.parse(createdAt) > 50;

/** How a frame stands as a whole: its end, or what its current step does. */
export function statusOfFrame({ isAlive, rows }: FrameRows, jobs: ReadonlyMap<string, JobFacts>): FlowStepStatus {
  const end = endOf(rows);
  if (end) return end.status === 'failed' ? (end.isTolerated ? 'continued' : 'failed') : 'succeeded';
  if (!isAlive) return 'cancelled';
  const current = currentOf(rows);
  if (!current) return 'running';
  const status = statusOfCurrent(current, jobs.get(current.recorded.jobId ?? '') ?? null);
  return status === 'queued' || status === 'waiting' ? status : 'running';
}

/** A failure for people, without what is only for the engine. */
export function errorView(error: FlowError | null): { code?: string; name: string; message: string; stack?: string; step_id: string } | null {
  if (!error) return null;
  const { name, message, step_id: step, code, stack } = error;
  return { ...(code === undefined ? {} : { code }), name, message, ...(stack === undefined ? {} : { stack }), step_id: step };
}
