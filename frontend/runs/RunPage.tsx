import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Run. */
export function RunPage(): ReactNode {
  return <Page header={<PageHeader title="Run" />}>{null}</Page>;
}
