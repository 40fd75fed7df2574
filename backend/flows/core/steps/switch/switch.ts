import { isEqualJson } from '../../equal-json.ts';
import { branchEnded, prepare, takeBranch } from '../containers.ts';
import type { StepKind } from '../step-kind.ts';

/** Runs the case that lists the value, or the default. Values are compared as JSON, so that `1` is not `"1"`. */
export const switchOn: StepKind<'switch'> = {
  isJob: false,
  start: (draft, at) => prepare(draft, at, { value: { transform: at.module.value.value } }),
  prepared(draft, at, { value }) {
    const found = at.module.value.cases.findIndex(({ equals }) => equals.some((candidate) => isEqualJson(candidate ?? null, value ?? null)));
    takeBranch(draft, at, found >= 0 ? found : 'default');
  },
  childEnded: (draft, at, _frame, ended) => branchEnded(draft, at, ended),
};
