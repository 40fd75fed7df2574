import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Account. */
export function AccountPage(): ReactNode {
  return <Page header={<PageHeader title="Account" />}>{null}</Page>;
}
