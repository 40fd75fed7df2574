import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** People. */
export function PeoplePage(): ReactNode {
  return <Page header={<PageHeader title="People" />}>{null}</Page>;
}
