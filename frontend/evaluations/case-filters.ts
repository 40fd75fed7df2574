import type { EvaluatedCase } from '../../backend/evaluations/evaluations.contract.ts';
import type { Comparison } from './compare-evaluations.ts';

/** Which cases are shown. `imperfect`: measured with less than the whole score. */
export type CaseFilter = 'all' | 'imperfect' | 'failed' | 'worse';

/** A filter with how many cases it leaves. */
export type CountedFilter = { readonly id: CaseFilter; readonly label: string; readonly count: number };

const labels: Readonly<Record<CaseFilter, string>> = { all: 'All', imperfect: 'Not full', failed: 'Failed', worse: 'Worse' };

const wholeScore = 1 - 1e-9;

/** Whether a filter leaves a case. */
export function isShown(filter: CaseFilter, { id, status, score }: EvaluatedCase, comparison: Comparison | null): boolean {
  switch (filter) {
    case 'imperfect':
      return status !== 'running' && score !== null && score < wholeScore;
    case 'failed':
      return status === 'failed';
    case 'worse':
      return comparison?.cases.get(id)?.change === 'worse';
    default:
      return true;
  }
}

/** The filters that there are: "worse" only where there is something to compare with. */
export function caseFilters(results: readonly EvaluatedCase[], comparison: Comparison | null): CountedFilter[] {
  const filters: readonly CaseFilter[] = comparison === null ? ['all', 'imperfect', 'failed'] : ['all', 'imperfect', 'failed', 'worse'];
  return filters.map((id) => ({ id, label: labels[id], count: results.filter((one) => isShown(id, one, comparison)).length }));
}
