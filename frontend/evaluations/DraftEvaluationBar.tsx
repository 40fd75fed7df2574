import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAgentForm } from '../agents/editor/agent-form.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import classes from './EvaluationResult.module.css';
import { EvaluationResult } from './EvaluationResult.tsx';
import { useDraftEvaluation } from './useDraftEvaluation.ts';

/** Evaluates the agent as it is in the editor, and says how it came out. */
export function DraftEvaluationBar(): ReactNode {
  const { editor, value } = useAgentForm();
  const { workspace, path, document } = editor;
  const { cases, scorers, threshold } = value.evaluation;
  const { evaluation, isOutdated, start, isStarting, error } = useDraftEvaluation(workspace, path, document);
  const missing = cases.length === 0 ? 'Add a case first.' : scorers.length === 0 ? 'Without a scorer nothing is measured: add one below.' : null;
  return (
    <div className={classes.draft}>
      <div className={classes.line}>
        <Button
          size="xs"
          leftSection={<IconPlayerPlay />}
          loading={isStarting}
          disabled={cases.length === 0 || evaluation?.status === 'running'}
          onClick={start}
        >
          {editor.isChanged || editor.version === 0 ? 'Evaluate this draft' : 'Evaluate'}
        </Button>
        {evaluation ? (
          <EvaluationResult workspace={workspace} evaluation={evaluation} threshold={threshold} />
        ) : (
          <span className={classes.quiet}>{missing}</span>
        )}
      </div>
      {evaluation && isOutdated && <p className={classes.quiet}>The agent has changed since it was evaluated.</p>}
      {error !== null && <ErrorNotice error={error} title="The evaluation did not start." />}
    </div>
  );
}
