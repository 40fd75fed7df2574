import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import classes from './EvaluationResult.module.css';
import { announcementOf, progressInWords, verdictOf } from './evaluation-words.ts';
import { ScoreBar } from './ScoreBar.tsx';
import { VerdictText } from './VerdictText.tsx';

/** How an evaluation came out, on one line, with the way to its cases. `threshold` is what is asked for now. */
export function EvaluationResult({ workspace, evaluation, threshold }: { workspace: string; evaluation: EvaluationRow; threshold: number | null }): ReactNode {
  const now = { ...evaluation, threshold };
  return (
    <div className={classes.result}>
      {evaluation.status === 'done' && <ScoreBar score={evaluation.score} threshold={threshold} tone={verdictOf(now).tone} />}
      <VerdictText evaluation={now} />
      <span className={classes.quiet}>{progressInWords(evaluation)}</span>
      <Link to="/w/$workspace/evaluations/$evaluationId" params={{ workspace, evaluationId: evaluation.id }}>
        See the cases
      </Link>
      <LiveRegion text={announcementOf(now)} />
    </div>
  );
}
