import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { verdictOf } from './evaluation-words.ts';
import classes from './VerdictText.module.css';

/** Whether what a set asks for was reached: icon and word, never the colour alone. */
export function VerdictText({ evaluation }: { evaluation: Pick<EvaluationRow, 'status' | 'score' | 'threshold' | 'is_whole'> }): ReactNode {
  const { words, tone } = verdictOf(evaluation);
  if (evaluation.status !== 'done') return <StatusBadge status={evaluation.status} variant="plain" />;
  return (
    <span className={classes.verdict} data-tone={tone}>
      {tone === 'reached' && <IconCircleCheck aria-hidden />}
      {tone === 'missed' && <IconCircleX aria-hidden />}
      <span>{words}</span>
    </span>
  );
}
