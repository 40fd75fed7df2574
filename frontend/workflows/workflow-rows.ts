import type { WorkflowStep } from '../../backend/workflows/workflows.contract.ts';

/** A line of the timeline: a step, or the head of a branch of `parallel`. Shares are percent of the span. */
export type WorkflowRow =
  | { kind: 'branch'; id: string; depth: number; label: string; count: number }
  | { kind: 'step'; id: string; depth: number; step: WorkflowStep; left: number; width: number };

/** From when to when the timeline goes, in milliseconds. */
export type WorkflowSpan = { fromMs: number; toMs: number };

const smallestShare = 0.4;

/** The span of all steps; what has not ended goes on to now. */
export function spanOf(steps: readonly WorkflowStep[], nowMs: number): WorkflowSpan {
  const starts = steps.map(({ started_at }) => Date.parse(started_at));
  const ends = steps.map(({ ended_at }) => (ended_at === null ? nowMs : Date.parse(ended_at)));
  return starts.length === 0 ? { fromMs: nowMs, toMs: nowMs } : { fromMs: Math.min(...starts), toMs: Math.max(...ends) };
}

/**
 * The lines in the order of the code: by the numbers of the calls, with the steps of a branch under a head of its own. `isOpen` says
 * which branches show their steps.
 */
export function rowsOf(steps: readonly WorkflowStep[], span: WorkflowSpan, nowMs: number, isOpen: (branch: string) => boolean): WorkflowRow[] {
  const ordered = [...steps].sort((left, right) => compareKeys(left.key, right.key));
  const counts = new Map<string, number>();
  for (const { key } of ordered) for (const branch of branchesOf(key)) counts.set(branch, (counts.get(branch) ?? 0) + 1);
  const rows: WorkflowRow[] = [];
  const shown = new Set<string>();
  for (const step of ordered) {
    const branches = branchesOf(step.key);
    let isVisible = true;
    branches.forEach((branch, depth) => {
      if (isVisible && !shown.has(branch)) {
        shown.add(branch);
        rows.push({ kind: 'branch', id: branch, depth, label: labelOf(branch), count: counts.get(branch) ?? 0 });
      }
      isVisible &&= isOpen(branch);
    });
    if (isVisible) rows.push({ kind: 'step', id: step.key, depth: branches.length, step, ...placeOf(step, span, nowMs) });
  }
  return rows;
}

function placeOf({ started_at: startedAt, ended_at: endedAt }: WorkflowStep, { fromMs, toMs }: WorkflowSpan, nowMs: number): { left: number; width: number } {
  const total = Math.max(1, toMs - fromMs);
  const start = Date.parse(startedAt);
  const end = endedAt === null ? nowMs : Date.parse(endedAt);
  const width = Math.max(smallestShare, ((end - start) / total) * 100);
  return { left: Math.min(100 - width, Math.max(0, ((start - fromMs) / total) * 100)), width: Math.min(100, width) };
}

/** `3[0]/1[2]/4` stands in `3[0]/` and in `3[0]/1[2]/`. */
function branchesOf(key: string): string[] {
  return [...key.matchAll(/\//g)].map(({ index }) => key.slice(0, index + 1));
}

const labelOf = (branch: string): string => `Branch ${Number(/\[(\d+)\]\/$/.exec(branch)?.[1] ?? 0) + 1}`;

/** Numbers in the order of their values, at every level. */
export function compareKeys(left: string, right: string): number {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? -1) - (b[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbersOf = (key: string): number[] => (key.match(/\d+/g) ?? []).map(Number);
