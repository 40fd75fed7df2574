import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { isApiError } from '../api/api-error.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader, usePageTitle } from '../ui/PageHeader.tsx';
import classes from './NotFoundPage.module.css';
import { forgetVisit } from './recent.ts';

/** Props of {@link ItemUnavailable}. */
export type ItemUnavailableProps = {
  error: unknown;
  /** What it would be: "script", "run". */
  noun: string;
  /** Its path or id, as the address names it. */
  name: string;
  onRetry: () => void;
  /** The list where others of its kind are. */
  list: { href: string; label: string };
};

/** Not there, or not to be seen; an address that cannot name anything (422) is the same to a person. */
const isMissing = (error: unknown): boolean => isApiError(error) && (error.status === 404 || error.status === 422);

/** A page whose object cannot be had. Not there, or not to be seen, is an answer and no failure: it is told calmly, with a way on. */
export function ItemUnavailable({ error, noun, name, onRetry, list }: ItemUnavailableProps): ReactNode {
  if (isMissing(error)) return <Missing noun={noun} name={name} list={list} />;
  return (
    <Page header={<PageHeader title={name} />}>
      <ErrorNotice error={error} title={`The ${noun} could not be read.`} onRetry={onRetry} action={<Link to={list.href}>{list.label}</Link>} />
    </Page>
  );
}

function Missing({ noun, name, list }: Pick<ItemUnavailableProps, 'noun' | 'name' | 'list'>): ReactNode {
  usePageTitle('Not found');
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => forgetVisit(pathname), [pathname]);
  return (
    <div className={classes.centre}>
      <EmptyState
        icon={<IconMapQuestion />}
        title={<h1 className={classes.title}>This {noun} does not exist, or you may not see it</h1>}
        action={
          <Button variant="filled" component={Link} to={list.href}>
            {list.label}
          </Button>
        }
      >
        <p className={classes.name}>{name}</p>
        <p>It may have been moved, renamed or deleted. If you should have access, ask an owner of its folder.</p>
      </EmptyState>
    </div>
  );
}

/** The same beside a list, where the list itself is the way on. */
export function PartUnavailable({ error, noun, name, onRetry }: Omit<ItemUnavailableProps, 'list'>): ReactNode {
  if (!isMissing(error)) return <ErrorNotice error={error} title={`The ${noun} could not be read.`} onRetry={onRetry} />;
  return (
    <EmptyState icon={<IconMapQuestion />} title={`This ${noun} does not exist, or you may not see it`}>
      <p className={classes.name}>{name}</p>
    </EmptyState>
  );
}
