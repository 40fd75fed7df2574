import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ParamProblem } from '../../../backend/apps/core/page-params.ts';
import classes from './WrongLink.module.css';

type Props = { problems: readonly ParamProblem[]; page: string; onLeave: (() => void) | null };

/** Words in which names stand between backticks. */
const withCode = (message: string): ReactNode[] => message.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));

/** Says what is wrong with a link: what is needed is not there, so the page cannot be shown; anything else was passed over. */
export function WrongLink({ problems, page, onLeave }: Props): ReactNode {
  const isShown = problems.every(({ isMissing }) => !isMissing);
  const list = (
    <ul className={classes.list}>
      {problems.map(({ id, message }) => (
        <li key={id}>{withCode(message)}</li>
      ))}
    </ul>
  );
  if (isShown)
    return (
      <Alert color="yellow" className={classes.note} title="Part of the link was passed over">
        {list}
      </Alert>
    );
  return (
    <section className={classes.page} aria-labelledby="wrong-link">
      <h2 id="wrong-link" className={classes.title}>
        This link is not complete
      </h2>
      <p className={classes.words}>“{page}” cannot be shown without what the link says. Ask whoever gave it to you, or come here from within the app.</p>
      {list}
      {onLeave && <Button onClick={onLeave}>Go to the first page</Button>}
    </section>
  );
}
