import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Evaluation } from '../../backend/evaluations/evaluations.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Page } from '../ui/Page.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { CasesView } from './CasesView.tsx';
import { EvaluationHeader } from './EvaluationHeader.tsx';
import { announcementOf, progressInWords, usageOfCases, verdictOf } from './evaluation-words.ts';
import { evaluationQuery } from './evaluations.api.ts';
import classes from './EvaluationPage.module.css';
import { ScoreBar } from './ScoreBar.tsx';
import { useEvaluationNews } from './useEvaluationNews.ts';
import { VerdictText } from './VerdictText.tsx';

/** One evaluation: how good the agent was, case by case, live while it runs. */
export function EvaluationPage(): ReactNode {
  const { evaluationId: id = '' } = useParams({ strict: false });
  const { id: workspace } = useWorkspace();
  const { data, error, refetch } = useQuery(evaluationQuery(workspace, id));
  if (data) return <LoadedEvaluation key={id} workspace={workspace} evaluation={data} />;
  if (!error) return <SkeletonPage />;
  return (
    <ItemUnavailable error={error} noun="evaluation" name={id} onRetry={() => void refetch()} list={{ href: `/w/${workspace}/agents`, label: 'All agents' }} />
  );
}

function LoadedEvaluation({ workspace, evaluation }: { workspace: string; evaluation: Evaluation }): ReactNode {
  useEvaluationNews(workspace, evaluation.agent);
  return (
    <Page header={<EvaluationHeader workspace={workspace} evaluation={evaluation} />}>
      <div className={classes.page}>
        <Summary evaluation={evaluation} />
        <CasesView workspace={workspace} evaluation={evaluation} />
      </div>
      <LiveRegion text={announcementOf(evaluation)} />
    </Page>
  );
}

/** The score against what is asked for, how far it is, and what it took. */
function Summary({ evaluation }: { evaluation: Evaluation }): ReactNode {
  const usage = usageOfCases(evaluation.results);
  const isRunning = evaluation.status === 'running';
  return (
    <section className={classes.summary} aria-label="Summary">
      <div className={classes.score}>
        {!isRunning && <ScoreBar score={evaluation.score} threshold={evaluation.threshold} tone={verdictOf(evaluation).tone} size="large" />}
        <VerdictText evaluation={evaluation} />
      </div>
      <p className={classes.facts}>
        <span>{progressInWords(evaluation)}</span>
        {!evaluation.is_whole && <span>not the whole set</span>}
        {usage !== null && <span>{usage}</span>}
      </p>
      {isRunning && (
        <div
          className={classes.progress}
          role="progressbar"
          aria-label="Cases that have ended"
          aria-valuemin={0}
          aria-valuemax={evaluation.cases}
          aria-valuenow={evaluation.ended_cases}
        >
          <span style={{ width: `${(evaluation.ended_cases / evaluation.cases) * 100}%` }} />
        </div>
      )}
    </section>
  );
}
