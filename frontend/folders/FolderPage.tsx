import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Folder. */
export function FolderPage(): ReactNode {
  return <Page header={<PageHeader title="Folder" />}>{null}</Page>;
}
