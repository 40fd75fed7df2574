import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Script. */
export function ScriptPage(): ReactNode {
  return <Page header={<PageHeader title="Script" />}>{null}</Page>;
}
