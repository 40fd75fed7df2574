import type { ReactNode } from 'react';
import type { CodePartProps } from '../../../components/view.ts';
import { CodeEditorView } from '../../ui/code/CodeEditorView.tsx';

/** The editor of the scripts, as apps show it. */
export function CodePart({ placeholder, ...props }: CodePartProps): ReactNode {
  return <CodeEditorView {...props} {...(placeholder === undefined ? {} : { placeholder })} height="content" />;
}
