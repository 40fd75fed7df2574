import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import type { Evaluation } from '../../backend/evaluations/evaluations.contract.ts';
import { canonical } from '../runnables/editor/canonical.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatPlural } from '../ui/format.ts';
import { useUrlState } from '../ui/useUrlState.ts';
import { type CaseFilter, caseFilters, isShown } from './case-filters.ts';
import { CasesTable } from './CasesTable.tsx';
import classes from './CasesView.module.css';
import { changesInWords, compareEvaluations } from './compare-evaluations.ts';
import { CompareSelect } from './CompareSelect.tsx';
import { evaluationQuery } from './evaluations.api.ts';
import { useCompared } from './useCompared.ts';

// A row is a few lines of text; more of them than this make a page slow, and nobody reads them in one go.
const rowsAtOnce = 200;

/** The cases with what became of them, held against an earlier evaluation where there is one. */
export function CasesView({ workspace, evaluation }: { workspace: string; evaluation: Evaluation }): ReactNode {
  const [state, change] = useUrlState();
  const [count, setCount] = useState(rowsAtOnce);
  const compared = useCompared(workspace, evaluation);
  const before = useQuery({ ...evaluationQuery(workspace, compared.chosen?.id ?? ''), enabled: compared.chosen !== null });
  const earlier = compared.chosen === null ? null : (before.data ?? null);
  const { results } = evaluation;
  const comparison = useMemo(() => (earlier === null ? null : compareEvaluations(earlier.results, results)), [earlier, results]);
  const filters = caseFilters(results, comparison);
  const filter: CaseFilter = filters.find(({ id }) => id === state['show'])?.id ?? 'all';
  const rows = results.filter((one) => isShown(filter, one, comparison));
  const hasOtherScorers = earlier !== null && canonical(earlier.scorers) !== canonical(evaluation.scorers);
  return (
    <section className={classes.view} aria-labelledby="cases-heading">
      <h2 id="cases-heading" className="visually-hidden">
        Cases
      </h2>
      <div className={`${classes.toolbar} no-print`}>
        <SegmentedControl
          aria-label="Which cases"
          value={filter}
          onChange={(next) => change({ show: next === 'all' ? undefined : next })}
          data={filters.map(({ id, label, count: found }) => ({
            value: id,
            label: (
              <>
                {label} <span className={classes.count}>{found}</span>
              </>
            ),
          }))}
        />
        <CompareSelect compared={compared} />
      </div>
      {comparison && (
        <p className={classes.changes} role="status">
          {changesInWords(comparison)}
          {hasOtherScorers && '. The answers were judged by other scorers then.'}
        </p>
      )}
      {before.error !== null && compared.chosen !== null && <ErrorNotice error={before.error} title="The evaluation to compare with could not be read." />}
      {rows.length === 0 ? (
        <p className={classes.none}>No case is like that.</p>
      ) : (
        <CasesTable workspace={workspace} scorers={evaluation.scorers} rows={rows.slice(0, count)} comparison={comparison} />
      )}
      {rows.length > count && (
        <div>
          <Button onClick={() => setCount(count + rowsAtOnce)}>Show more of {formatPlural(rows.length, 'case')}</Button>
        </div>
      )}
    </section>
  );
}
