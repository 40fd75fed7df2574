import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Scripts. */
export function ScriptsPage(): ReactNode {
  return <Page header={<PageHeader title="Scripts" />}>{null}</Page>;
}
