import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.ts';
import type { JobStatus } from '../../jobs/core/job-status.ts';
import type { FlowDefinition } from '../core/definition.ts';
import type { FrameKey, SequenceSource } from '../core/state.ts';
import { framesAround } from './core/frame-place.ts';
import { currentOf, isChildAlive, type FrameRows } from './core/frame-view.ts';
import { belowFrame, childrenShown, type Below } from './core/frames-shown.ts';
import type { ChildCounts, JobFacts, OpenWait, RecordedRow } from './core/recorded.ts';
import type { ViewFacts } from './core/step-view.ts';
import { openWaitOf } from './open-wait.ts';
import { countChildren, openWaits, rowsOfFrames, standOfFrames, type CountRow, type FlowStepRow, type OpenWaitRow } from './read-flow-rows.sql.ts';

/** Frames with what is needed to show their steps. */
export type ShownFrames = { readonly frames: readonly FrameRows[]; readonly facts: ViewFacts };

/** The deepest nesting that one answer goes into: beyond it frames are looked at one by one. */
const deepest = 12;

/** Reads the parts of a record that a view shows: frame by frame, never all rows of a run. */
@Injectable()
export class FlowViewReader {
  constructor(private readonly database: Database) {}

  /**
   * A frame and what hangs at it, level by level: a statement for the rows of each level, and one for its counts. Of loops the latest
   * iteration, so the work does not grow with their number.
   */
  async shown(jobId: string, definition: FlowDefinition, key: FrameKey, isRunning: boolean): Promise<ShownFrames> {
    const facts = emptyFacts(definition);
    const frames: FrameRows[] = [];
    let level: FrameSeen[] = [{ key, isAlive: isRunning && (key === '' || (await this.isAlive(jobId, key))) }];
    for (let depth = 0; level.length > 0 && depth < deepest; depth++) {
      const rows = await this.readLevel(jobId, level, facts);
      frames.push(...rows);
      level = await this.levelBelow(jobId, rows, facts);
    }
    await this.addWaits(jobId, isRunning, facts);
    return { frames, facts };
  }

  /** Whether a frame of a running flow still runs: whether everything around it is where it was when the frame began. */
  async isAlive(jobId: string, key: FrameKey): Promise<boolean> {
    const around = [...framesAround(key), key];
    const rows = await this.database.run<FlowStepRow>(standOfFrames(jobId, around));
    const stands = Map.groupBy(rows.map(toRecorded), ({ row }) => ('frame' in row ? row.frame : ''));
    let isAlive = true;
    for (const [index, frame] of around.entries()) {
      if (index === 0) continue;
      const parent = around[index - 1] ?? '';
      isAlive &&= isChildAlive(frame, { isAlive, current: currentOf(stands.get(parent) ?? []) });
    }
    return isAlive;
  }

  private async readLevel(jobId: string, level: readonly FrameSeen[], { jobs, sources }: FactsWriter): Promise<FrameRows[]> {
    const rows = await this.database.run<FlowStepRow>(
      rowsOfFrames(
        jobId,
        level.map(({ key }) => key),
      ),
    );
    for (const row of rows) {
      const job = jobFactsOf(row);
      if (job) jobs.set(job.id, job);
      if (row.row.kind === 'frame_started') sources.set(row.row.frame, row.row.source);
    }
    const byFrame = Map.groupBy(rows.map(toRecorded), ({ row }) => ('frame' in row ? row.frame : ''));
    return level.map(({ key, isAlive }) => ({ key, isAlive, rows: byFrame.get(key) ?? [] }));
  }

  /** The frames to show below some, with the counts of their containers put into the facts. */
  private async levelBelow(jobId: string, shown: readonly FrameRows[], facts: FactsWriter): Promise<FrameSeen[]> {
    const below = shown.map((frame) => ({ frame, ...belowFrame(facts.definition, frame.key, frame.rows) }));
    await this.addCounts(
      jobId,
      below.flatMap(({ containers }) => containers.map(({ prefix }) => prefix)),
      facts.counts,
    );
    return below.flatMap(({ frame, containers, frames }) =>
      [...frames, ...containers.flatMap((container) => shownOf(container, facts.counts))].map((key) => ({
        key,
        isAlive: isChildAlive(key, { isAlive: frame.isAlive, current: currentOf(frame.rows) }),
      })),
    );
  }

  private async addCounts(jobId: string, prefixes: readonly string[], counts: Map<string, ChildCounts>): Promise<void> {
    if (prefixes.length === 0) return;
    for (const { prefix, ...count } of await this.database.run<CountRow>(countChildren(jobId, prefixes))) counts.set(prefix, count);
  }

  private async addWaits(jobId: string, isRunning: boolean, facts: FactsWriter): Promise<void> {
    if (!isRunning) return;
    const rows = await this.database.run<OpenWaitRow>(openWaits(jobId));
    facts.waits.push(...rows.flatMap((row) => openWaitOf(row) ?? []));
  }
}

type FrameSeen = { key: FrameKey; isAlive: boolean };
type FactsWriter = ReturnType<typeof emptyFacts>;

const emptyFacts = (definition: FlowDefinition) => ({
  definition,
  jobs: new Map<string, JobFacts>(),
  waits: [] as OpenWait[],
  counts: new Map<string, ChildCounts>(),
  sources: new Map<FrameKey, SequenceSource>(),
  nowMs: Date.now(),
});

const shownOf = (container: Below['containers'][number], counts: ReadonlyMap<string, ChildCounts>): FrameKey[] =>
  childrenShown(container, counts.get(container.prefix)?.started ?? 0);

const toRecorded = ({ seq, row, created_at: at, child_job_id: jobId, is_reused: isReused }: FlowStepRow): RecordedRow => ({
  seq,
  at: at.toISOString(),
  row,
  jobId,
  isReused,
});

/** The job of a row, if it has one. */
export function jobFactsOf(
  row: Pick<FlowStepRow, 'child_job_id' | 'job_status' | 'job_created_at' | 'job_scheduled_for' | 'job_started_at' | 'job_ended_at'>,
): JobFacts | null {
  if (row.child_job_id === null || row.job_status === null || !row.job_created_at || !row.job_scheduled_for) return null;
  return {
    id: row.child_job_id,
    status: row.job_status as JobStatus,
    createdAt: row.job_created_at.toISOString(),
    scheduledFor: row.job_scheduled_for.toISOString(),
    startedAt: row.job_started_at?.toISOString() ?? null,
    endedAt: row.job_ended_at?.toISOString() ?? null,
  };
}
