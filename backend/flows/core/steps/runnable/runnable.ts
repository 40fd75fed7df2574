import { placeOf, type At, type Draft } from '../../draft.ts';

/** A step that a worker runs: a script, its own code, another flow, or an agent. The shell evaluates its inputs and enqueues it. */
export const runnable = {
  isJob: true,
  start(draft: Draft, at: At, notBeforeMs: number | null): void {
    draft.phase(at, 'job');
    draft.command({ kind: 'run_step', ...placeOf(at), module: at.module, notBeforeMs, priority: at.module.priority ?? draft.definition.value.priority ?? null });
  },
};
