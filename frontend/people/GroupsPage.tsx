import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Groups. */
export function GroupsPage(): ReactNode {
  return <Page header={<PageHeader title="Groups" />}>{null}</Page>;
}
