import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Variables. */
export function VariablesPage(): ReactNode {
  return <Page header={<PageHeader title="Variables" />}>{null}</Page>;
}
