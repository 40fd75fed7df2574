import { useQuery } from '@tanstack/react-query';
import type { Evaluation, EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { useUrlState } from '../ui/useUrlState.ts';
import { earlierOf } from './compare-evaluations.ts';
import { recentEvaluationsQuery } from './evaluations.api.ts';

/** With what an evaluation is compared, and with what else it could be. */
export type Compared = {
  readonly chosen: { readonly id: string } | null;
  readonly options: readonly EvaluationRow[];
  readonly choose: (id: string | null) => void;
};

const nothing = 'none';

/** The choice lives in the address; without one it is the newest evaluation of an earlier version. */
export function useCompared(workspace: string, evaluation: Evaluation): Compared {
  const [state, change] = useUrlState();
  const { data = [] } = useQuery(recentEvaluationsQuery(workspace, evaluation.agent));
  const wanted = state['with'];
  const chosen = wanted === nothing ? null : wanted === undefined ? earlierOf(evaluation, data) : { id: wanted };
  return {
    chosen,
    options: data.filter(({ id }) => id !== evaluation.id),
    choose: (id) => change({ with: id ?? nothing }),
  };
}
