import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { ApiError, clientCodes, isApiError } from '../api/api-error.ts';
import { api } from '../api/client.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { isLoadFailure } from './load-failure.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import classes from './NotFoundPage.module.css';

/** A page that broke, or whose object cannot be had. The shell around it goes on working. */
export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  usePageTitle('Something went wrong');
  if (isApiError(error) && error.status === 404) return <NotFoundPage />;
  if (isLoadFailure(error)) return <PageNotLoaded />;
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={classes.error}>
      <ErrorNotice error={error} title="This page could not be shown." onRetry={retry} />
    </div>
  );
}

const askAgainMs = 2000;

/** The code of a page that did not arrive. A browser never asks again for such a file, so that only loading the whole helps. */
function PageNotLoaded(): ReactNode {
  useEffect(() => {
    let wasAway = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        await api.get('/health');
        // A server that was there all along has another reason: loading again by itself could go on for ever.
        if (wasAway) window.location.reload();
      } catch {
        wasAway = true;
        timer = setTimeout(() => void ask(), askAgainMs);
      }
    };
    void ask();
    return () => clearTimeout(timer);
  }, []);
  const error = new ApiError(clientCodes.unreachable, 'The server is away or was just updated. The page opens by itself when the server is back; load it again if it does not.', {}, 0, null);
  return (
    <div className={classes.error}>
      <ErrorNotice error={error} title="This page could not be loaded." onRetry={() => window.location.reload()} />
    </div>
  );
}
