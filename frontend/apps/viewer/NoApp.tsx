import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { isApiError } from '../../api/api-error.ts';
import classes from './NoApp.module.css';

/** Said calmly: there is no such app, it is not for this person, or the server is away. */
export function NoApp({ error, onRetry }: { error: unknown; onRetry: (() => void) | null }): ReactNode {
  const isMissing = error === null || (isApiError(error) && error.status === 404);
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{isMissing ? 'There is no app here' : 'The app could not be opened'}</h1>
      <p className={classes.words}>
        {isMissing
          ? 'It was moved or taken away, or it was not shared with you. Ask whoever gave you the address.'
          : error instanceof Error
            ? error.message
            : 'Something went wrong.'}
      </p>
      <div className={classes.ways}>
        {!isMissing && onRetry && <Button onClick={onRetry}>Try again</Button>}
        <Button component="a" href="/" variant="default">
          Go to Millrace
        </Button>
      </div>
    </main>
  );
}
