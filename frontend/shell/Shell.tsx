import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Shell. */
export function Shell(): ReactNode {
  return <Page header={<PageHeader title="Shell" />}>{null}</Page>;
}
