import type { FlowFrame } from '../flow-runs.contract.ts';
import { errorView, statusOfFrame } from './core/frame-view.ts';
import type { RecordedRow } from './core/recorded.ts';
import { jobFactsOf } from './flow-view.reader.ts';
import type { FrameRow } from './list-frames.sql.ts';

/** A frame as the list shows it. */
export function toFlowFrame(row: FrameRow, isAlive: boolean, item: FlowFrame['item'] | undefined): FlowFrame {
  const recorded = (stored: RecordedRow['row'] | null, jobId: string | null): RecordedRow[] =>
    stored === null ? [] : [{ seq: 0, at: row.started_at.toISOString(), row: stored, jobId, isReused: row.is_reused }];
  const job = jobFactsOf(row);
  const rows = [...recorded(row.stand_row, row.child_job_id), ...recorded(row.end_row, null)];
  return {
    frame: row.frame,
    index: row.index,
    status: statusOfFrame({ key: row.frame, isAlive, rows }, new Map(job ? [[job.id, job]] : [])),
    item: item ?? null,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    current_step: row.stand_row !== null && 'step' in row.stand_row ? row.stand_row.step : null,
    error: row.end_row?.kind === 'frame_ended' ? errorView(row.end_row.error) : null,
  };
}
