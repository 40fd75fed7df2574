import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Invitation. */
export function InvitationPage(): ReactNode {
  return <Page header={<PageHeader title="Invitation" />}>{null}</Page>;
}
