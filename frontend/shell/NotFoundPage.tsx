import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import classes from './NotFoundPage.module.css';

/** The same for an address outside of every workspace, where no frame of the shell has the main part of the page. */
export function UnknownAddress(): ReactNode {
  return (
    <main>
      <NotFoundPage />
    </main>
  );
}

/** What an address leads to that names nothing, or nothing that this person may see: both look alike on purpose. */
export function NotFoundPage(): ReactNode {
  usePageTitle('Not found');
  return (
    <div className={classes.centre}>
      <EmptyState
        icon={<IconMapQuestion />}
        title={<h1 className={classes.title}>There is nothing at this address</h1>}
        action={
          <Button variant="filled" component={Link} to="/">
            Go to Home
          </Button>
        }
      >
        It may have been moved or deleted, or you may not have access to it. Ask who sent you the link to check it.
      </EmptyState>
    </div>
  );
}
