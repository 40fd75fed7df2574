import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Home. */
export function HomePage(): ReactNode {
  return <Page header={<PageHeader title="Home" />}>{null}</Page>;
}
