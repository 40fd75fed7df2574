import type { SequenceSource } from '../../state.ts';
import { goOn, listOf, openContainer, succeed } from '../containers.ts';
import type { AtKind, StepKind } from '../step-kind.ts';

/** Runs every branch, one after the other or all at once. Its result is the list of theirs. */
export const branchAll: StepKind<'branchall'> = {
  isJob: false,
  start(draft, at) {
    const { branches, parallel } = at.module.value;
    if (branches.length === 0) return succeed(draft, at, listOf(at, 0));
    openContainer(draft, at, branches.length, parallel ? branches.length : 1, (index) => sourceOf(at, index));
  },
  childEnded(draft, at, frame, ended) {
    if (ended.status === 'stopped' && !at.module.value.parallel)
      return draft.next({
        do: 'succeed',
        frame: at.frame,
        position: at.position,
        attempt: at.attempt,
        result: listOf(at, frame.counters?.ended ?? 0),
        stopping: ended.stopping ?? 'stop',
      });
    goOn(draft, at, frame, (index) => sourceOf(at, index));
  },
  toleratesFailure: ({ value }, { source }) =>
    source.kind === 'branch' && typeof source.branch === 'number' && value.branches[source.branch]?.skip_failure === true,
};

const sourceOf = ({ module }: AtKind<'branchall'>, branch: number): SequenceSource => ({ kind: 'branch', step: module.id, branch });
