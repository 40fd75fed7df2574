import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lookOfKind } from '../../theme/kinds.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { pages, type RunnableKind } from '../runnable.ts';

/** In the place of the editor, for who may use something and not change it. */
export function MayNotEdit({ workspace, kind, path }: { workspace: string; kind: RunnableKind; path: string }): ReactNode {
  return (
    <Page header={<PageHeader title={`${lookOfKind(kind).word} editor`} />}>
      <EmptyState
        title={`You may run this ${kind}, and not change it.`}
        action={
          <Link to={pages[kind].one} params={{ workspace, _splat: path }}>
            Open the {kind}
          </Link>
        }
      >
        Whoever owns its folder can give you the right to write.
      </EmptyState>
    </Page>
  );
}
