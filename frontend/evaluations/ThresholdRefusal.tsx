import { Button } from '@mantine/core';
import { IconPlayerPlay, IconRocket } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useAgentForm } from '../agents/editor/agent-form.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import classes from './EvaluationResult.module.css';
import { EvaluationResult } from './EvaluationResult.tsx';
import { isReached, scoreText } from './evaluation-words.ts';
import { useDraftEvaluation } from './useDraftEvaluation.ts';

/** Props of {@link ThresholdRefusal}. `deploy` asks for the deploy again. */
export type ThresholdRefusalProps = { error: ApiError; deploy: () => void; isDeploying: boolean };

/** A deploy that was refused for want of a score: what is asked for, the way to measure it, and then the deploy once more. */
export function ThresholdRefusal({ error, deploy, isDeploying }: ThresholdRefusalProps): ReactNode {
  const { editor, value } = useAgentForm();
  const { workspace, path, document, version } = editor;
  const draft = useDraftEvaluation(workspace, path, document);
  const { threshold, score } = readDetails(error.details);
  const asked = threshold ?? value.evaluation.threshold ?? 0;
  const evaluation = draft.isOutdated ? null : draft.evaluation;
  const hasReached = evaluation !== null && isReached(evaluation, asked);
  return (
    <div className={classes.refusal} role="alert" data-reached={hasReached || undefined}>
      <div>
        <p className={classes.title}>
          {hasReached
            ? `It can be deployed: it reaches the ${asked} that its evaluation set asks for.`
            : `It was not deployed: its evaluation set asks for a score of ${asked}.`}
        </p>
        {evaluation === null && (
          <p className={classes.quiet}>
            {score === null ? 'This version was not evaluated as a whole.' : `This version reached ${scoreText(score)}.`} What was deployed before keeps
            running. An evaluation changes nothing.
          </p>
        )}
      </div>
      {evaluation && <EvaluationResult workspace={workspace} evaluation={evaluation} threshold={asked} />}
      {draft.error !== null && <ErrorNotice error={draft.error} title="The evaluation did not start." />}
      <div className={classes.line}>
        {hasReached ? (
          <Button variant="filled" leftSection={<IconRocket />} loading={isDeploying} onClick={deploy}>
            Deploy version {version + 1} now
          </Button>
        ) : (
          <Button leftSection={<IconPlayerPlay />} loading={draft.isStarting || evaluation?.status === 'running'} onClick={draft.start}>
            {evaluation?.status === 'done' ? 'Evaluate again' : 'Evaluate this version'}
          </Button>
        )}
      </div>
    </div>
  );
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const readDetails = (details: ApiError['details']): { threshold: number | null; score: number | null } => ({
  threshold: numberOf(details['threshold']),
  score: numberOf(details['score']),
});
