import { IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Scorer } from '../../backend/agents/agent.contract.ts';
import type { Json } from '../../backend/common/json.ts';
import type { EvaluatedCase } from '../../backend/evaluations/evaluations.contract.ts';
import { expectedText } from '../agents/editor/evaluation-edit.ts';
import { ResultView } from '../runs/result/ResultView.tsx';
import classes from './CaseDetails.module.css';
import type { ComparedCase } from './compare-evaluations.ts';
import { callsInWords, expectedCallsInWords, nameOfScorer, questionOf, scoreText, usageOfCases } from './evaluation-words.ts';

/** Props of {@link CaseDetails}. */
export type CaseDetailsProps = { workspace: string; result: EvaluatedCase; scorers: readonly Scorer[]; compared: ComparedCase | null };

// So much of a question has room in its row, also on a phone.
const shownInRow = 60;

/** Everything about one case: what was asked and expected, what came, how it was judged, and what it was before. */
export function CaseDetails({ workspace, result, scorers, compared }: CaseDetailsProps): ReactNode {
  const { case: asked, output, calls, scores, status, error } = result;
  const expected = expectedText(asked.expected);
  const question = questionOf(asked);
  const took = usageOfCases([result]);
  return (
    <div className={classes.details}>
      <div className={classes.column}>
        {question.length > shownInRow && (
          <Part title="Question">
            <p className={classes.text}>{question}</p>
          </Part>
        )}
        {expected !== '' && (
          <Part title="Expected">
            <p className={classes.text}>{expected}</p>
          </Part>
        )}
        {asked.tools !== null && (
          <Part title="Expected calls">
            <Calls calls={expectedCallsInWords(asked.tools)} none="none" />
          </Part>
        )}
        <Part title="Calls">
          <Calls calls={callsInWords(calls)} none="none" />
        </Part>
        {asked.labels.length > 0 && (
          <Part title="Labels">
            <p>{asked.labels.join(', ')}</p>
          </Part>
        )}
      </div>
      <div className={classes.column}>
        {error !== null && (
          <Part title="Error">
            <p className={classes.error}>{error.message}</p>
            <p className={classes.code}>{error.code}</p>
          </Part>
        )}
        {output !== null && (
          <Part title="Answer">
            <Answer value={output} name={result.id} />
          </Part>
        )}
        {compared?.before && compared.isAnswerOther && (
          <Part title={`Answer before${compared.before.score === null ? '' : `, scored ${scoreText(compared.before.score)}`}`}>
            {compared.before.error ? (
              <p className={classes.error}>{compared.before.error.message}</p>
            ) : (
              <Answer value={compared.before.output} name={result.id} />
            )}
          </Part>
        )}
        {status === 'scored' && (
          <Part title="Scores">
            <dl className={classes.scores}>
              {scorers.map((scorer, index) => {
                const score = scores[index] ?? null;
                return (
                  <div key={index}>
                    <dt>{nameOfScorer(scorer)}</dt>
                    <dd>
                      <span className={classes.number}>{score === null ? '–' : scoreText(score.score)}</span>{' '}
                      {score?.reason ?? 'The case says nothing that it could be measured by.'}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </Part>
        )}
        <p className={classes.foot}>
          <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: result.job_id }} search={{ tab: 'trace' }}>
            <IconHistory aria-hidden /> Open the run
          </Link>
          {took !== null && <span>{took}</span>}
        </p>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.part}>
      <h3 className={classes.heading}>{title}</h3>
      {children}
    </div>
  );
}

/** Agents answer in Markdown; a value is drawn by its shape. */
const Answer = ({ value, name }: { value: Json; name: string }): ReactNode => (
  <ResultView value={typeof value === 'string' ? { markdown: value } : value} name={name} />
);

function Calls({ calls, none }: { calls: readonly string[]; none: string }): ReactNode {
  if (calls.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <ol className={classes.calls}>
      {calls.map((call, index) => (
        <li key={index}>{call}</li>
      ))}
    </ol>
  );
}
