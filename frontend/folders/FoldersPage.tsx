import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Folders. */
export function FoldersPage(): ReactNode {
  return <Page header={<PageHeader title="Folders" />}>{null}</Page>;
}
