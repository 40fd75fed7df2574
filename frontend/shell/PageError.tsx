import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isApiError } from '../api/api-error.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import classes from './NotFoundPage.module.css';

/** A page that broke, or whose object cannot be had. The shell around it goes on working. */
export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  usePageTitle('Something went wrong');
  if (isApiError(error) && error.status === 404) return <NotFoundPage />;
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
