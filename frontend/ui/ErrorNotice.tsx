import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isApiError } from '../api/api-error.ts';
import { CopyButton } from './CopyButton.tsx';
import classes from './ErrorNotice.module.css';

/** Props of {@link ErrorNotice}. */
export type ErrorNoticeProps = {
  error: unknown;
  /** What was being done, as a sentence: "The runs could not be read." */
  title?: ReactNode;
  /** Tries again. */
  onRetry?: () => void;
  /** A further way out, e.g. a link. */
  action?: ReactNode;
};

/** The words of an error that a person can read. What is not ours is not shown raw: it would not help. */
export function messageOf(error: unknown): string {
  if (isApiError(error)) return error.message;
  return 'Something in this page broke. Load it again; if it stays so, tell who runs Millrace.';
}

/** What everybody meets now and then, and nobody passes on: no code, no request. */
const everyday = ['auth/invalid_credentials'];

/** An error where it arose: what happened, why, what to do; with the code and the request's id to pass on. */
export function ErrorNotice({ error, title, onRetry, action }: ErrorNoticeProps): ReactNode {
  const code = isApiError(error) && !everyday.includes(error.code) ? error.code : null;
  const requestId = isApiError(error) ? error.requestId : null;
  return (
    <div className={classes.notice} role="alert">
      <IconAlertTriangle aria-hidden className={classes.icon} />
      <div className={classes.words}>
        {title && <p className={classes.title}>{title}</p>}
        <p className={classes.message}>{messageOf(error)}</p>
        {code && (
          <p className={classes.code}>
            <span>{code}</span>
            {requestId && (
              <>
                <span>request {requestId.slice(-8)}</span>
                <CopyButton value={`${code} · request ${requestId}`} label="Copy code and request id" />
              </>
            )}
          </p>
        )}
      </div>
      {(onRetry || action) && (
        <div className={classes.actions}>
          {action}
          {onRetry && (
            <Button size="xs" leftSection={<IconRefresh />} onClick={onRetry}>
              Try again
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
