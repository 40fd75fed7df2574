import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Audit. */
export function AuditPage(): ReactNode {
  return <Page header={<PageHeader title="Audit" />}>{null}</Page>;
}
