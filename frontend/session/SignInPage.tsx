import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Sign in. */
export function SignInPage(): ReactNode {
  return <Page header={<PageHeader title="Sign in" />}>{null}</Page>;
}
