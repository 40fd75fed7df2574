import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FlowProblem } from '../../../../backend/flows/flows.contract.ts';
import classes from './Panel.module.css';

/** What the check says; with `onOpen` each line leads to its step. */
export function ProblemList({ problems, onOpen }: { problems: readonly FlowProblem[]; onOpen?: (problem: FlowProblem) => void }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <ul className={classes.problems} aria-label="Problems">
      {problems.map((problem) => {
        const { severity, message, step, pointer } = problem;
        const content = (
          <>
            {severity === 'error' ? <IconAlertTriangle aria-hidden /> : <IconInfoCircle aria-hidden />}
            <span>
              {onOpen && step !== null && <code>{step} </code>}
              {message}
            </span>
          </>
        );
        return (
          <li key={`${pointer} ${message}`} className={classes.problem} data-severity={severity}>
            {onOpen ? (
              <button type="button" className={classes.problemLink} onClick={() => onOpen(problem)}>
                {content}
              </button>
            ) : (
              content
            )}
          </li>
        );
      })}
    </ul>
  );
}
