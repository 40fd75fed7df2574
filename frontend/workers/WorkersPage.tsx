import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Workers. */
export function WorkersPage(): ReactNode {
  return <Page header={<PageHeader title="Workers" />}>{null}</Page>;
}
