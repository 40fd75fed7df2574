import { branchEnded, prepare, takeBranch } from '../containers.ts';
import type { StepKind } from '../step-kind.ts';

/** Runs the first branch whose condition is true, or the default. */
export const branchOne: StepKind<'branchone'> = {
  isJob: false,
  start: (draft, at) => prepare(draft, at, { branch: { firstTrue: at.module.value.branches.map(({ expr }) => expr) } }),
  prepared: (draft, at, { branch }) => takeBranch(draft, at, typeof branch === 'number' && branch >= 0 ? branch : 'default'),
  childEnded: (draft, at, _frame, ended) => branchEnded(draft, at, ended),
};
