import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState, type ReactNode } from 'react';
import type { Scorer } from '../../backend/agents/agent.contract.ts';
import type { EvaluatedCase } from '../../backend/evaluations/evaluations.contract.ts';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { CaseDetails } from './CaseDetails.tsx';
import classes from './CasesTable.module.css';
import type { ComparedCase, Comparison } from './compare-evaluations.ts';
import { callsInWords, nameOfScorer, questionOf, scoreText, shortAnswer } from './evaluation-words.ts';

/** Props of {@link CasesTable}. */
export type CasesTableProps = { workspace: string; scorers: readonly Scorer[]; rows: readonly EvaluatedCase[]; comparison: Comparison | null };

/** How many columns there is room for; what has none stands among the details. */
type Room = 'wide' | 'middle' | 'narrow';
const columnCounts: Readonly<Record<Room, number>> = { wide: 5, middle: 3, narrow: 2 };

function useRoomForColumns(): Room {
  const isWide = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const isNarrow = useMediaQuery('(max-width: 620px)', false, { getInitialValueInEffect: false });
  return isWide ? 'wide' : isNarrow ? 'narrow' : 'middle';
}

/** Cases one under the other: question, answer, calls, scores. A row opens to everything about it. */
export function CasesTable({ workspace, scorers, rows, comparison }: CasesTableProps): ReactNode {
  const room = useRoomForColumns();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <table className={classes.table} data-room={room}>
      <thead>
        <tr>
          <th scope="col" className={classes.questionHead}>
            {room === 'narrow' ? 'Question and answer' : 'Question'}
          </th>
          {room !== 'narrow' && <th scope="col">Answer</th>}
          {room === 'wide' && (
            <>
              <th scope="col" className={classes.callsHead}>
                Calls
              </th>
              <th scope="col" className={classes.scorersHead}>
                Scorers
              </th>
            </>
          )}
          <th scope="col" className={`${classes.scoreHead} ${classes.end}`}>
            Score
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const compared = comparison?.cases.get(row.id) ?? null;
          const isOpen = open.has(row.id);
          return (
            <Fragment key={row.id}>
              <CaseRow row={row} scorers={scorers} compared={compared} room={room} isOpen={isOpen} onToggle={() => toggle(row.id)} />
              {isOpen && (
                <tr>
                  <td colSpan={columnCounts[room]} className={classes.detailsCell} id={`case-${row.id}`}>
                    <CaseDetails workspace={workspace} result={row} scorers={scorers} compared={compared} />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

type CaseRowProps = { row: EvaluatedCase; scorers: readonly Scorer[]; compared: ComparedCase | null; room: Room; isOpen: boolean; onToggle: () => void };

function CaseRow({ row, scorers, compared, room, isOpen, onToggle }: CaseRowProps): ReactNode {
  return (
    <tr className={classes.row} data-open={isOpen || undefined} data-change={compared?.change}>
      <td>
        <button type="button" className={classes.toggle} aria-expanded={isOpen} aria-controls={isOpen ? `case-${row.id}` : undefined} onClick={onToggle}>
          <IconChevronRight aria-hidden className={classes.chevron} />
          <span className={classes.words}>
            <span className={classes.clamp}>{questionOf(row.case)}</span>
            <span className={classes.id}>{row.id}</span>
          </span>
        </button>
        {room === 'narrow' && (
          <div className={classes.below}>
            <Answer row={row} />
          </div>
        )}
      </td>
      {room !== 'narrow' && (
        <td>
          <Answer row={row} />
        </td>
      )}
      {room === 'wide' && (
        <>
          <td>
            <CallNames row={row} />
          </td>
          <td>
            <ScorerLines row={row} scorers={scorers} />
          </td>
        </>
      )}
      <td className={classes.end}>
        <Change row={row} compared={compared} />
      </td>
    </tr>
  );
}

function CallNames({ row: { calls, status } }: { row: EvaluatedCase }): ReactNode {
  if (calls.length === 0) return <span className={classes.quiet}>{status === 'running' ? '' : 'none'}</span>;
  return (
    <span className={classes.calls} title={callsInWords(calls).join('\n')}>
      {calls.map(({ name }) => name).join(', ')}
    </span>
  );
}

function Answer({ row }: { row: EvaluatedCase }): ReactNode {
  if (row.status === 'running') return <StatusBadge status="running" variant="plain" />;
  if (row.error !== null)
    return (
      <span className={classes.failed}>
        <StatusBadge status="failed" variant="plain" />
        <span className={classes.clamp}>{row.error.message}</span>
      </span>
    );
  const { text, isPractice } = shortAnswer(row.output);
  return (
    <>
      <span className={classes.clamp}>{text}</span>
      {isPractice && <span className={classes.caption}>practice model</span>}
    </>
  );
}

/** Each scorer with its score; why, where something was missing. */
function ScorerLines({ row, scorers }: { row: EvaluatedCase; scorers: readonly Scorer[] }): ReactNode {
  if (row.status !== 'scored') return null;
  return (
    <ul className={classes.scorers}>
      {scorers.map((scorer, index) => {
        const score = row.scores[index] ?? null;
        return (
          <li key={index} data-whole={score === null || score.score >= 1 || undefined} title={score?.reason}>
            <span>{nameOfScorer(scorer)}</span>
            <span className={classes.scorerScore}>{score === null ? '–' : scoreText(score.score)}</span>
            {score !== null && score.score < 1 && <span className={classes.reason}>{score.reason}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** The score, and what it was before where that is another. */
function Change({ row, compared }: { row: EvaluatedCase; compared: ComparedCase | null }): ReactNode {
  if (row.status === 'running') return null;
  const score = <span className={classes.score}>{row.score === null ? '–' : scoreText(row.score)}</span>;
  switch (compared?.change) {
    case 'better':
    case 'worse':
      return (
        <span className={classes.change}>
          {score}
          <span className={classes.mark} data-change={compared.change}>
            {compared.change === 'better' ? <IconArrowUp aria-hidden /> : <IconArrowDown aria-hidden />}
            {compared.change}
          </span>
          <span className={classes.before}>was {scoreText(compared.before?.score ?? 0)}</span>
        </span>
      );
    case 'new':
    case 'other':
      return (
        <span className={classes.change}>
          {score}
          <span className={classes.quiet}>{compared.change === 'new' ? 'new' : 'case changed'}</span>
        </span>
      );
    default:
      return score;
  }
}
