import { Button } from '@mantine/core';
import { IconPencil, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Evaluation } from '../../backend/evaluations/evaluations.contract.ts';
import { agentQuery } from '../agents/agents.api.ts';
import { nameOfActor } from '../runs/run-words.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { splitPath } from '../ui/item-path.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { subjectInWords } from './evaluation-words.ts';
import { cancelEvaluation, startEvaluation } from './evaluations.api.ts';
import classes from './EvaluationPage.module.css';
import { useEvaluationCall, useOpenEvaluation } from './useEvaluationCall.ts';

/** What was evaluated, by whom and when; the way to stop it, and to do it once more. */
export function EvaluationHeader({ workspace, evaluation }: { workspace: string; evaluation: Evaluation }): ReactNode {
  const { canBuild } = useWorkspace();
  const navigate = useNavigate();
  const { id, agent: path, version, status } = evaluation;
  const { data: agent, isPending } = useQuery({ ...agentQuery(workspace, path), retry: false });
  const open = useOpenEvaluation(workspace);
  const cancel = useEvaluationCall(workspace, () => cancelEvaluation(workspace, id));
  const again = useEvaluationCall(workspace, () => startEvaluation(workspace, path, { version }), open);
  const name = agent?.summary || splitPath(path).name;
  const mayEvaluate = canBuild && !isPending && agent?.my_level !== 'read';
  const editCases = (): void =>
    void (agent
      ? navigate({ to: '/w/$workspace/agents/edit/$', params: { workspace, _splat: path }, search: { part: 'evaluation' } })
      : navigate({ to: '/w/$workspace/agents/new', params: { workspace }, search: { path, part: 'evaluation' } }));
  const error = cancel.error ?? again.error;
  const actions = mayEvaluate && (
    <>
      {status === 'running' && (
        <Button leftSection={<IconPlayerStop />} loading={cancel.isBusy} onClick={cancel.call}>
          Cancel evaluation
        </Button>
      )}
      <Button leftSection={<IconPencil />} onClick={editCases}>
        Edit cases
      </Button>
      {status !== 'running' && version !== null && (
        <Button leftSection={<IconPlayerPlay />} loading={again.isBusy} onClick={again.call}>
          Evaluate again
        </Button>
      )}
    </>
  );
  return (
    <PageHeader
      title={`Evaluation of ${name}`}
      icon={<KindIcon kind="agent" />}
      description={
        <span className={classes.headFacts}>
          {agent ? (
            <Link to="/w/$workspace/agents/$" params={{ workspace, _splat: path }} search={{ tab: 'evaluations' }}>
              {path}
            </Link>
          ) : (
            <span>{path}</span>
          )}
          <span>{subjectInWords(evaluation)}</span>
          <span>
            <RelativeTime at={evaluation.created_at} /> by {nameOfActor(evaluation.created_by)}
          </span>
        </span>
      }
      actions={actions}
    >
      {error !== null && <ErrorNotice error={error} title={cancel.error === null ? 'The evaluation did not start.' : 'It was not cancelled.'} />}
    </PageHeader>
  );
}
