import { sequencesBelow } from '../../../backend/flows/core/definition.ts';
import type { FlowRunStep, FlowStepStatus } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule, FlowValue } from '../../../backend/flows/flow.contract.ts';
import { framesAround, placeOfFrame } from '../../../backend/flows/view/core/frame-place.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import type { Decorations, StepDecoration } from '../graph/graph-state.ts';

/** Every step of a flow by its id, also those in loops, branches and handlers. */
export function modulesOf(value: FlowValue): Map<string, FlowModule> {
  const found = new Map<string, FlowModule>();
  const pending = [...value.modules, ...[value.failure_module, value.preprocessor_module].flatMap((module) => module ?? [])];
  for (let module = pending.shift(); module; module = pending.shift()) {
    if (!found.has(module.id)) found.set(module.id, module);
    pending.push(...stepsDirectlyBelow(module));
  }
  return found;
}

const stepsDirectlyBelow = (module: FlowModule): readonly FlowModule[] => sequencesBelow(module, '').flatMap(({ modules }) => modules);

/** Ids of the steps that a step contains, at any depth. */
export function stepsInside(module: FlowModule): Set<string> {
  const found = new Set<string>();
  const pending = [...stepsDirectlyBelow(module)];
  for (let step = pending.shift(); step; step = pending.shift()) {
    found.add(step.id);
    pending.push(...stepsDirectlyBelow(step));
  }
  return found;
}

/** Frames that have to be read to look into one: its iterations from the outside in. What is not an iteration comes with what is around it. */
export const framesToRead = (frame: string): string[] => [...framesAround(frame), frame].filter((key) => placeOfFrame(key)?.index !== null && key !== '');

/** The steps of one frame, as the server gives them. */
export type FrameSteps = { readonly frame: string; readonly steps: readonly FlowRunStep[] };

/**
 * The steps to show: those of the head, where loops show their latest iteration, and over them those of the iterations that were chosen.
 * What a chosen iteration has not reached is not shown, though another one may have.
 */
export function shownSteps(head: readonly FlowRunStep[], chosen: readonly FrameSteps[], modules: ReadonlyMap<string, FlowModule>): Map<string, FlowRunStep> {
  const shown = new Map<string, FlowRunStep>();
  for (const step of head) shown.set(step.step, latest(shown.get(step.step), step));
  for (const { frame, steps } of chosen) {
    const container = modules.get(placeOfFrame(frame)?.step ?? '');
    if (container) for (const id of stepsInside(container)) shown.delete(id);
    for (const step of steps) shown.set(step.step, latest(shown.get(step.step), step));
  }
  return shown;
}

/** A step that runs in several places at once (the failure module) is shown where it began last. */
function latest(known: FlowRunStep | undefined, step: FlowRunStep): FlowRunStep {
  if (!known || known.frame === step.frame) return step;
  return (step.started_at ?? '') >= (known.started_at ?? '') ? step : known;
}

/** What stands on the steps of the graph. */
export function decorationsOf(steps: ReadonlyMap<string, FlowRunStep>): Decorations {
  return Object.fromEntries([...steps].map(([id, step]) => [id, decorationOf(step, iterationOf(step.frame, steps))]));
}

function decorationOf(step: FlowRunStep, iteration: string | undefined): StepDecoration {
  const { status, children } = step;
  const progress = children?.kind === 'iterations' ? { done: children.succeeded + children.failed, failed: children.failed, total: children.total } : undefined;
  return { status, caption: captionOf(step, iteration), progress };
}

/** Which iteration a step is shown of: `# 3`, or `# 3·0` in a loop within a loop. Which branch it is in, its place in the graph says. */
function iterationOf(frame: string, steps: ReadonlyMap<string, FlowRunStep>): string | undefined {
  const places = [...framesAround(frame), frame].flatMap((key) => placeOfFrame(key) ?? []);
  const indices = places.flatMap(({ step, index }) => (index === null || steps.get(step)?.children?.kind === 'branches' ? [] : [index]));
  return indices.length === 0 ? undefined : `# ${indices.join('·')}`;
}

function captionOf(step: FlowRunStep, iteration: string | undefined): string | undefined {
  const { wait, error, status, attempt, is_reused: isReused } = step;
  const took = tookMs(step);
  const parts = [iteration];
  if (status === 'waiting' && wait) parts.push(shortWait(wait.kind, wait.event_key));
  else if (status === 'failed' && error?.message) parts.push(error.message.split('\n')[0]?.slice(0, 80));
  else if (isReused) parts.push('kept from an earlier run');
  else if (took !== null && status !== 'skipped') parts.push(formatDuration(took));
  if (attempt > 1) parts.push(`attempt ${attempt}`);
  return parts.filter((part) => part !== undefined).join(' · ') || undefined;
}

const shortWait = (kind: 'sleep' | 'retry' | 'approval' | 'event', key: string | null): string =>
  ({ sleep: 'Sleeping', retry: 'Waiting to retry', approval: 'Waiting for approval', event: `Waiting for ${key ?? 'event'}` })[kind];

/** How long a step took, once it is over. */
export function tookMs({ started_at: startedAt, ended_at: endedAt }: Pick<FlowRunStep, 'started_at' | 'ended_at'>): number | null {
  return startedAt === null || endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
}

const order: readonly FlowStepStatus[] = ['waiting', 'running', 'queued'];

/** Steps that hold the run up, those that wait first: the head line of a run. Steps around them say nothing new. */
export function holdingSteps(steps: Iterable<FlowRunStep>): FlowRunStep[] {
  const held = [...steps].filter(({ status, children }) => order.includes(status) && !children);
  return held.sort((left, right) => order.indexOf(left.status) - order.indexOf(right.status));
}

/** "3 of 5 iterations, 1 failed". */
export function wordsOfChildren({ kind, total, succeeded, failed }: NonNullable<FlowRunStep['children']>): string {
  const done = succeeded + failed;
  const all = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  return `${all} ${kind}${failed > 0 ? `, ${formatCount(failed)} failed` : ''}`;
}
