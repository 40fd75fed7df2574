import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { formatRelative } from '../ui/format.ts';
import { useCoarseNow } from '../ui/Values.tsx';
import classes from './CasesView.module.css';
import { scoreText, subjectInWords } from './evaluation-words.ts';
import type { Compared } from './useCompared.ts';

/** With which other evaluation of the agent this one is compared. */
export function CompareSelect({ compared }: { compared: Compared }): ReactNode {
  const now = useCoarseNow();
  const { chosen, options, choose } = compared;
  if (options.length === 0) return null;
  const wordsOf = (row: EvaluationRow): string => {
    const subject = subjectInWords(row);
    const score = row.score === null ? '' : `, ${scoreText(row.score)}`;
    return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}${score}, ${formatRelative(new Date(row.created_at), now)}`;
  };
  // One that is older than the list goes still by its address.
  const isListed = chosen === null || options.some(({ id }) => id === chosen.id);
  const data = [...options.map((row) => ({ value: row.id, label: wordsOf(row) })), ...(isListed ? [] : [{ value: chosen.id, label: 'An older evaluation' }])];
  return (
    <div className={classes.compare}>
      <span aria-hidden>Compare with</span>
      <Select
        className={classes.select}
        aria-label="Compare with"
        placeholder="Nothing"
        data={data}
        value={chosen?.id ?? null}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': 'Compare with nothing' }}
      />
    </div>
  );
}
