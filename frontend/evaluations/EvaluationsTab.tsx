import { Button, Select } from '@mantine/core';
import { IconClipboardCheck, IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Agent } from '../../backend/agents/agents.contract.ts';
import type { EvaluationRow } from '../../backend/evaluations/evaluations.contract.ts';
import { usePages } from '../api/pages.ts';
import { nameOfActor } from '../runs/run-words.ts';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatPlural } from '../ui/format.ts';
import { RelativeTime } from '../ui/Values.tsx';
import { progressInWords, subjectInWords, verdictOf } from './evaluation-words.ts';
import { evaluationsOfKey, evaluationsOfPath, startEvaluation } from './evaluations.api.ts';
import classes from './EvaluationsTab.module.css';
import { ScoreBar } from './ScoreBar.tsx';
import { useEvaluationCall, useOpenEvaluation } from './useEvaluationCall.ts';
import { useEvaluationNews } from './useEvaluationNews.ts';
import { VerdictText } from './VerdictText.tsx';

const columns: readonly Column<EvaluationRow>[] = [
  {
    id: 'subject',
    header: 'Evaluated',
    width: 'minmax(80px, 1fr)',
    cell: (row) => <span className={row.version === null ? classes.quiet : classes.subject}>{subjectInWords(row)}</span>,
  },
  {
    id: 'score',
    header: 'Score',
    width: '94px',
    cell: (row) => <ScoreBar score={row.score} threshold={row.threshold} tone={verdictOf(row).tone} />,
  },
  { id: 'verdict', header: 'Threshold', width: 'minmax(94px, 1fr)', cell: (row) => <VerdictText evaluation={row} /> },
  { id: 'cases', header: 'Cases', width: 'minmax(132px, 1fr)', hideBelow: 520, cell: (row) => progressInWords(row) },
  { id: 'by', header: 'By', width: '112px', hideBelow: 640, cell: (row) => nameOfActor(row.created_by) },
  { id: 'when', header: 'When', width: '104px', hideBelow: 420, cell: (row) => <RelativeTime at={row.created_at} /> },
];

/** Every evaluation of an agent, and the way to a new one. */
export function EvaluationsTab({ workspace, agent, mayEvaluate }: { workspace: string; agent: Agent; mayEvaluate: boolean }): ReactNode {
  const open = useOpenEvaluation(workspace);
  const list = usePages<EvaluationRow>(evaluationsOfKey(workspace, agent.path), evaluationsOfPath(workspace, agent.path));
  useEvaluationNews(workspace, agent.path);
  const { cases, scorers, threshold } = agent.value.evaluation;
  if (cases.length === 0 && !list.isLoading && list.items.length === 0) return <NoCases workspace={workspace} path={agent.path} mayEdit={mayEvaluate} />;
  return (
    <div className={classes.tab}>
      <div className={classes.head}>
        <p className={classes.quiet}>
          {formatPlural(cases.length, 'case')}, {formatPlural(scorers.length, 'scorer')}
          {threshold === null ? '' : `; a deploy has to reach ${threshold}`}. An evaluation changes nothing: of the tools only those run that say that they only
          read.
        </p>
        {mayEvaluate && cases.length > 0 && <StartBar workspace={workspace} agent={agent} onStarted={open} />}
      </div>
      <DataTable
        label="Evaluations"
        height="natural"
        rows={list.items}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={open}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.reload}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        empty={
          <EmptyState icon={<IconClipboardCheck />} title="It was not evaluated yet.">
            {mayEvaluate ? 'Evaluate the current version: later ones can then be held against it.' : 'Who may change the agent may evaluate it.'}
          </EmptyState>
        }
      />
    </div>
  );
}

/** A version to choose, the current one first, and the button. */
function StartBar({ workspace, agent, onStarted }: { workspace: string; agent: Agent; onStarted: (evaluation: { id: string }) => void }): ReactNode {
  const [version, setVersion] = useState(agent.version);
  const { call, isBusy, error } = useEvaluationCall(workspace, () => startEvaluation(workspace, agent.path, { version }), onStarted);
  const options = Array.from({ length: agent.version }, (_, index) => agent.version - index).map((one) => ({
    value: String(one),
    label: one === agent.version ? `Version ${one}, current` : `Version ${one}`,
  }));
  return (
    <>
      <div className={classes.start}>
        <Select
          aria-label="Version to evaluate"
          className={classes.version}
          data={options}
          value={String(version)}
          onChange={(next) => next && setVersion(Number(next))}
          allowDeselect={false}
          searchable={agent.version > 12}
        />
        <Button variant="filled" leftSection={<IconPlayerPlay />} loading={isBusy} onClick={call}>
          Evaluate
        </Button>
      </div>
      {error !== null && (
        <div className={classes.error}>
          <ErrorNotice error={error} title="The evaluation did not start." />
        </div>
      )}
    </>
  );
}

function NoCases({ workspace, path, mayEdit }: { workspace: string; path: string; mayEdit: boolean }): ReactNode {
  return (
    <EmptyState
      icon={<IconClipboardCheck />}
      title="Its evaluation set has no cases yet."
      action={
        mayEdit && (
          <Link to="/w/$workspace/agents/edit/$" params={{ workspace, _splat: path }} search={{ part: 'evaluation' }}>
            Add cases in the editor
          </Link>
        )
      }
    >
      A case is a question with what a good answer has. “Add to the evaluation set” below an answer in the chat makes one too.
    </EmptyState>
  );
}
