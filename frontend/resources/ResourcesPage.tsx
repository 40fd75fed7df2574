import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Resources. */
export function ResourcesPage(): ReactNode {
  return <Page header={<PageHeader title="Resources" />}>{null}</Page>;
}
