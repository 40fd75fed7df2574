import type { FlowDefinition } from '../../core/definition.ts';
import { childPrefix } from '../../core/frame-keys.ts';
import type { FrameKey } from '../../core/state.ts';
import type { RecordedRow } from './recorded.ts';

/** What hangs at a frame: prefixes of the children of its containers, and keys that are known without counting. */
export type Below = {
  /** Containers by the prefix of their children; `every`: all of them are shown, not only the latest. */
  readonly containers: readonly { readonly prefix: string; readonly isEvery: boolean }[];
  readonly frames: readonly FrameKey[];
};

/** How many branches or compensations of one place are shown at most. */
export const mostBranchesShown = 50;

/** What hangs at a frame, read from its own rows: containers in their last attempt, failure module, preprocessor, `finally`. */
export function belowFrame(definition: FlowDefinition, key: FrameKey, rows: readonly RecordedRow[]): Below {
  const containers = new Map<string, { prefix: string; isEvery: boolean }>();
  const frames = new Set<FrameKey>();
  for (const { row } of rows) {
    if (row.kind === 'run_rollback') containers.set('!rollback', { prefix: '!rollback[', isEvery: true });
    if (row.kind !== 'phase') continue;
    const suffix = row.attempt > 1 ? `~${row.attempt}` : '';
    if (row.phase === 'failure') frames.add(`${key}!failure`);
    if (row.phase === 'preprocessor') frames.add('!preprocessor');
    if (row.phase === 'finally') frames.add(`${key}/${row.step}${suffix}!finally`);
    if (row.phase !== 'children' || !row.children) continue;
    const type = definition.steps.get(row.step)?.module.value.type;
    containers.set(row.step, { prefix: childPrefix(key, row.step, row.attempt), isEvery: type === 'branchall' });
  }
  return { containers: [...containers.values()], frames: [...frames] };
}

/** The children of a container that the head of a run shows: the latest iteration, the chosen branch, or all branches. */
export function childrenShown({ prefix, isEvery }: Below['containers'][number], started: number): FrameKey[] {
  if (started === 0) return [];
  const first = isEvery ? 0 : started - 1;
  return Array.from({ length: Math.min(started - first, mostBranchesShown) }, (_, offset) => `${prefix}${first + offset}]`);
}
