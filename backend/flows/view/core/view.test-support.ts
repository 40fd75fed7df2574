import { childPrefix } from '../../core/frame-keys.ts';
import type { FlowDefinition } from '../../core/definition.ts';
import type { StepRow } from '../../core/rows.ts';
import type { FlowState, FrameKey, SequenceSource } from '../../core/state.ts';
import { currentOf, isChildAlive, type FrameRows } from './frame-view.ts';
import { placeOfFrame } from './frame-place.ts';
import { belowFrame, childrenShown } from './frames-shown.ts';
import type { ChildCounts, JobFacts, OpenWait, RecordedRow } from './recorded.ts';
import { stepsOfFrame, type ViewFacts } from './step-view.ts';

const at = new Date(1_000_000).toISOString();

/** A record as a shell would have stored it: a job for each row that starts one. */
export function recorded(stored: readonly StepRow[]): RecordedRow[] {
  return stored.map((row, seq) => ({
    seq,
    at,
    row,
    jobId: row.kind === 'phase' && row.phase === 'job' ? `${row.frame}/${row.step}#${row.attempt}` : null,
    isReused: false,
  }));
}

function jobsOf(rows: readonly RecordedRow[], running: ReadonlySet<string>, over: Partial<JobFacts>): Map<string, JobFacts> {
  const jobs = rows.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
  return new Map(
    jobs.map((id) => {
      const isRunning = running.has(id.split('#')[0] ?? '');
      return [id, { id, status: isRunning ? 'running' : 'succeeded', createdAt: at, scheduledFor: at, startedAt: at, endedAt: isRunning ? null : at, ...over }];
    }),
  );
}

/** The counts of all containers, as the database gives them. */
export function countsOf(rows: readonly RecordedRow[]): Map<string, ChildCounts> {
  const counts = new Map<string, ChildCounts>();
  for (const { row } of rows) {
    if (row.kind !== 'frame_started' && row.kind !== 'frame_ended') continue;
    const place = placeOfFrame(row.frame);
    const prefix = row.frame.startsWith('!rollback[')
      ? '!rollback['
      : place && place.index !== null
        ? childPrefix(place.parent, place.step, place.attempt)
        : null;
    if (prefix === null) continue;
    const known = counts.get(prefix) ?? { started: 0, succeeded: 0, failed: 0 };
    if (row.kind === 'frame_started') counts.set(prefix, { ...known, started: known.started + 1 });
    else if (row.status === 'failed') counts.set(prefix, { ...known, failed: known.failed + 1 });
    else counts.set(prefix, { ...known, succeeded: known.succeeded + 1 });
  }
  return counts;
}

type Shown = { readonly definition: FlowDefinition; readonly stored: readonly StepRow[]; readonly state: FlowState; readonly running?: readonly string[] };

/** Shows a run as the head does, frame by frame from the flow down. */
export function viewOf({ definition, stored, state, running = [] }: Shown, { waits = [], job = {} }: { waits?: OpenWait[]; job?: Partial<JobFacts> } = {}) {
  const rows = recorded(stored);
  const counts = countsOf(rows);
  const sources = new Map<FrameKey, SequenceSource>(rows.flatMap(({ row }) => (row.kind === 'frame_started' ? [[row.frame, row.source] as const] : [])));
  const facts: ViewFacts = { definition, jobs: jobsOf(rows, new Set(running), job), waits, counts, sources, nowMs: 1_000_000 };
  const frames: FrameRows[] = [];
  const show = (key: FrameKey, isAlive: boolean): void => {
    const own = rows.filter(({ row }) => ('frame' in row ? row.frame === key : key === ''));
    frames.push({ key, isAlive, rows: own });
    const below = belowFrame(definition, key, own);
    const children = [...below.frames, ...below.containers.flatMap((container) => childrenShown(container, counts.get(container.prefix)?.started ?? 0))];
    for (const child of children) show(child, isChildAlive(child, { isAlive, current: currentOf(own) }));
  };
  show('', state.run.status === 'running');
  return { facts, frames, steps: frames.flatMap((frame) => stepsOfFrame(frame, facts)) };
}
