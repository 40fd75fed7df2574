import { Injectable } from '@nestjs/common';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { decodeCursor, toPage, type Page } from '../../common/page.ts';
import { Database } from '../../database/database.ts';
import { defineFlow, type FlowDefinition } from '../core/definition.ts';
import { childPrefix } from '../core/frame-keys.ts';
import type { StepRow } from '../core/rows.ts';
import type { FlowFrame, FlowFrameQuery, FlowRun, FlowRunStep, FlowTimeline } from '../flow-runs.contract.ts';
import { FlowSources } from '../flow-sources.ts';
import type { FlowValue } from '../flow.contract.ts';
import { isFrameKey } from './core/frame-place.ts';
import { barsOf, type JobBar, type WaitBar } from './core/timeline.ts';
import { stepsOfFrame } from './core/step-view.ts';
import { FlowViewReader } from './flow-view.reader.ts';
import { toFlowFrame } from './frame-row.ts';
import { listJobBars, listWaitBars, mostBars } from './list-bars.sql.ts';
import { listFrames, readItems, type FrameRow, type ItemRow } from './list-frames.sql.ts';
import { lastOpened } from './read-flow-rows.sql.ts';
import { readFlowRun, readRestarts, type FlowRunRow, type RestartRow } from './read-flow-run.sql.ts';

type FoundRun = FlowRunRow & { value: FlowValue; version: number | null; definition: FlowDefinition };

/** What happened in a flow run. Who may see its job may see it; every read asks that first, in the statement that finds the run. */
@Injectable()
export class FlowViewService {
  private readonly definitions = new WeakMap<FlowValue, FlowDefinition>();

  constructor(
    private readonly database: Database,
    private readonly sources: FlowSources,
    private readonly reader: FlowViewReader,
  ) {}

  async run(auth: Auth, jobId: string): Promise<FlowRun> {
    const run = await this.find(auth, jobId);
    const [{ frames, facts }, restarts] = await Promise.all([
      this.reader.shown(jobId, run.definition, '', run.is_running),
      this.database.run<RestartRow>(readRestarts(auth, jobId)),
    ]);
    const { restarted_from: from, restarted_frame: frame, restarted_step: step } = run;
    return {
      job_id: jobId,
      path: run.path,
      version: run.version,
      value: run.value,
      restarted_from: from === null ? null : { job_id: from, frame: frame ?? '', step: step ?? '' },
      restarts: restarts.map((restart) => ({ ...restart, created_at: restart.created_at.toISOString() })),
      next_seq: run.next_seq ?? 0,
      steps: frames.flatMap((shown) => stepsOfFrame(shown, facts)),
    };
  }

  /** Steps of a frame, and of what hangs at it as the head shows it. */
  async steps(auth: Auth, jobId: string, frame: string): Promise<{ items: FlowRunStep[] }> {
    const run = await this.find(auth, jobId);
    requireFrame(frame);
    const { frames, facts } = await this.reader.shown(jobId, run.definition, frame, run.is_running);
    return { items: frames.flatMap((shown) => stepsOfFrame(shown, facts)) };
  }

  async frames(auth: Auth, jobId: string, query: FlowFrameQuery): Promise<Page<FlowFrame>> {
    const run = await this.find(auth, jobId);
    requireFrame(query.frame);
    const [opened] = await this.database.run<{ seq: number; row: StepRow }>(lastOpened(jobId, query.frame, query.step));
    if (opened?.row.kind !== 'phase') return { items: [], next: null };
    const { attempt } = opened.row;
    const prefix = childPrefix(query.frame, query.step, attempt);
    const cursor = decodeCursor(query.after, ['number', 'number']);
    const isAlive = run.is_running && (await this.reader.isAlive(jobId, `${prefix}0]`));
    const rows = await this.database.run<FrameRow>(
      listFrames({
        jobId,
        prefix,
        isAlive,
        status: query.status,
        from: query.from,
        after: cursor && [Number(cursor[0]), Number(cursor[1])],
        limit: query.limit,
      }),
    );
    const items = await this.itemsOf(
      jobId,
      opened.seq,
      rows.slice(0, query.limit).map(({ index }) => index),
    );
    return toPage(
      rows,
      query.limit,
      (row) => toFlowFrame(row, isAlive, items.get(row.index)),
      ({ rank, index }) => [String(rank), String(index)],
    );
  }

  async timeline(auth: Auth, jobId: string): Promise<FlowTimeline> {
    await this.find(auth, jobId);
    const [jobs, waits] = await Promise.all([this.database.run<JobBar>(listJobBars(jobId)), this.database.run<WaitBar>(listWaitBars(jobId))]);
    const bars = barsOf(jobs, waits);
    return { bars: bars.slice(0, mostBars), is_truncated: jobs.length > mostBars || waits.length > mostBars || bars.length > mostBars };
  }

  /** The run of a job that is a flow. One statement when its version is in memory. */
  async find(auth: Auth, jobId: string): Promise<FoundRun> {
    const [row] = await this.database.run<FlowRunRow>(readFlowRun(auth, jobId));
    if (!row) throw new AppError('job/not_found', 'There is no such job, or you may not see it.', { job_id: jobId });
    if (row.kind !== 'flow' && row.kind !== 'flow_preview')
      throw new AppError('job/not_a_flow', 'This run is not one of a flow.', { job_id: jobId, kind: row.kind });
    if (row.version_id !== null && row.value === null) {
      const { value, version } = await this.sources.sourceOf(row.version_id);
      return { ...row, value, version, definition: this.definitionOf(value) };
    }
    const value = row.value ?? rawValueOf(row.raw);
    return { ...row, value, version: null, definition: this.definitionOf(value) };
  }

  private definitionOf(value: FlowValue): FlowDefinition {
    const known = this.definitions.get(value) ?? defineFlow(value);
    this.definitions.set(value, known);
    return known;
  }

  private async itemsOf(jobId: string, seq: number, indices: readonly number[]): Promise<Map<number, FlowFrame['item']>> {
    if (indices.length === 0) return new Map();
    const rows = await this.database.run<ItemRow>(readItems(jobId, seq, indices));
    return new Map(rows.map(({ index, item, is_cut: isCut }) => [index, isCut ? `${item} …` : (JSON.parse(item) as FlowFrame['item'])]));
  }
}

/** The definition of a run that has not begun, where no version has it. */
function rawValueOf(raw: unknown): FlowValue {
  const value = typeof raw === 'object' && raw !== null && 'value' in raw ? (raw as { value: FlowValue }).value : null;
  return value ?? { modules: [] };
}

function requireFrame(frame: string): void {
  if (!isFrameKey(frame))
    throw new AppError('request/not_found', `There is no sequence "${frame.slice(0, 100)}" in a run. Take the key from a step or an iteration.`);
}
