import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Group. */
export function GroupPage(): ReactNode {
  return <Page header={<PageHeader title="Group" />}>{null}</Page>;
}
