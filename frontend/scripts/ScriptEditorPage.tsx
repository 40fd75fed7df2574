import type { ReactNode } from 'react';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Script editor. */
export function ScriptEditorPage(): ReactNode {
  return <Page header={<PageHeader title="Script editor" />}>{null}</Page>;
}
