import { childPrefix, isBelow } from './frame-keys.ts';
import type { FlowDefinition } from './definition.ts';
import type { StepRow } from './rows.ts';
import type { FrameKey, SequenceSource } from './state.ts';

/** Where a new run takes over from an old one: a step of the flow itself, or of an iteration or branch. */
export type RestartPoint = { readonly frame: FrameKey; readonly step: string };

/** The beginning of the record of the new run, and the sequences that the event `restarted` makes go on. */
export type Restart = { readonly rows: readonly StepRow[]; readonly enter: readonly FrameKey[] };

type Started = Extract<StepRow, { kind: 'frame_started' }>;
type Cut = {
  readonly frame: FrameKey;
  readonly before: ReadonlySet<string>;
  readonly container: { readonly step: string; readonly attempt: number; readonly child: Started; readonly isParallel: boolean } | null;
};

/**
 * Takes over everything that was done before a step, and nothing after it. Results are read from the old run through the rows that are
 * taken over; a shell that edits one stores the edited value for its step instead.
 *
 * In a sequential loop the iterations before the chosen one are kept. In a parallel one all that ended well are kept, and the chosen
 * one runs again together with those that did not end well. `null` where the point is not in the record or not in the (newer) definition,
 * or lies in a failure module, `finally`, rollback or preprocessor.
 */
export function restartFrom(definition: FlowDefinition, rows: readonly StepRow[], point: RestartPoint): Restart | null {
  const started = new Map(rows.flatMap((row) => (row.kind === 'frame_started' ? [[row.frame, row] as const] : [])));
  const cuts = cutsOf(definition, started, rows, point);
  if (!cuts) return null;
  const good = new Set(rows.flatMap((row) => (row.kind === 'frame_ended' && (row.status !== 'failed' || row.isTolerated) ? [row.frame] : [])));
  const enter = [point.frame];
  const kept: StepRow[] = [];
  for (const row of rows) {
    const verdict = row.kind === 'run_started' ? 'keep' : verdictOf(row, cuts, good, started);
    if (verdict !== 'drop') kept.push(row);
    if (verdict === 'again' && row.kind === 'frame_started') enter.push(row.frame);
  }
  return { rows: kept, enter };
}

function cutsOf(definition: FlowDefinition, started: ReadonlyMap<FrameKey, Started>, rows: readonly StepRow[], { frame, step }: RestartPoint): Cut[] | null {
  const cuts: Cut[] = [];
  let key: FrameKey | null = frame;
  let child: Started | null = null;
  let stepId = step;
  while (key !== null) {
    const row = started.get(key);
    if (!row || !['root', 'iteration', 'branch'].includes(row.source.kind)) return null;
    const before = stepsBefore(definition, row.source, stepId);
    if (!before) return null;
    cuts.unshift({
      frame: key,
      before,
      container: child ? { step: stepId, attempt: child.parentAttempt, child, isParallel: isParallel(rows, key, stepId, child.parentAttempt) } : null,
    });
    child = row;
    key = row.parent;
    stepId = 'step' in row.source ? row.source.step : '';
  }
  return cuts;
}

function stepsBefore(definition: FlowDefinition, source: SequenceSource, step: string): ReadonlySet<string> | null {
  const ids = definition.modulesOf(source).map(({ id }) => id);
  const position = ids.indexOf(step);
  return position < 0 ? null : new Set(ids.slice(0, position));
}

/** `again`: the sequence is kept, but without what happened in it. */
function verdictOf(
  row: Exclude<StepRow, { kind: 'run_started' }>,
  cuts: readonly Cut[],
  good: ReadonlySet<FrameKey>,
  started: ReadonlyMap<FrameKey, Started>,
): 'keep' | 'again' | 'drop' {
  if (row.kind === 'run_ended' || row.kind === 'run_rollback') return 'drop';
  for (const cut of cuts) {
    if (row.kind === 'frame_started' && row.frame === cut.frame) return 'keep';
    if (row.frame === cut.frame) {
      if (row.kind === 'step_ended') return cut.before.has(row.step) && row.status !== 'failed' ? 'keep' : 'drop';
      // What people filled in is seen by the step that follows.
      if (row.kind === 'decided') return cut.before.has(row.step) ? 'keep' : 'drop';
      if (row.kind === 'phase' && row.children && cut.container?.step === row.step && cut.container.attempt === row.attempt) return 'keep';
      continue;
    }
    if ([...cut.before].some((step) => isBelow(row.frame, cut.frame, step))) return 'keep';
    if (cut.container) {
      const verdict = besideVerdict(row, cut.frame, cut.container, good, started);
      if (verdict) return verdict;
    }
  }
  return 'drop';
}

/** What becomes of the other iterations or branches of a container that is restarted in its middle. */
function besideVerdict(
  row: Exclude<StepRow, { kind: 'run_started' | 'run_ended' | 'run_rollback' }>,
  frame: FrameKey,
  { step, attempt, child, isParallel: runsBeside }: NonNullable<Cut['container']>,
  good: ReadonlySet<FrameKey>,
  started: ReadonlyMap<FrameKey, Started>,
): 'keep' | 'again' | 'drop' | undefined {
  const prefix = childPrefix(frame, step, attempt);
  if (!row.frame.startsWith(prefix)) return undefined;
  const sibling = row.frame.slice(0, row.frame.indexOf(']', prefix.length) + 1);
  const found = started.get(sibling);
  if (sibling === child.frame || !found) return undefined;
  if (!runsBeside) return found.index < child.index ? 'keep' : 'drop';
  if (good.has(sibling)) return 'keep';
  return row.kind === 'frame_started' && row.frame === sibling ? 'again' : 'drop';
}

function isParallel(rows: readonly StepRow[], frame: FrameKey, step: string, attempt: number): boolean {
  return rows.some((row) => row.kind === 'phase' && row.frame === frame && row.step === step && row.attempt === attempt && (row.children?.width ?? 1) > 1);
}
