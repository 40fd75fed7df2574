import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Runs. */
export function RunsPage(): ReactNode {
  return <Page header={<PageHeader title="Runs" />}>{null}</Page>;
}
