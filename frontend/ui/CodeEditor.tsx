import { lazy, Suspense, type ReactNode } from 'react';
import type { CodeEditorProps } from './code/CodeEditorView.tsx';
import type { CodeDiffProps } from './code/CodeDiffView.tsx';
import { SkeletonBlock } from './Skeletons.tsx';

export type { CodeDiagnostic, CodeEditorProps } from './code/CodeEditorView.tsx';
export type { CodeDiffProps } from './code/CodeDiffView.tsx';

const EditorView = lazy(() => import('./code/CodeEditorView.tsx').then((module) => ({ default: module.CodeEditorView })));
const DiffView = lazy(() => import('./code/CodeDiffView.tsx').then((module) => ({ default: module.CodeDiffView })));

/** The code editor; its code is loaded when one is first shown. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  return (
    <Suspense fallback={<SkeletonBlock height={props.height === 'fill' ? '100%' : (props.minHeight ?? 120)} />}>
      <EditorView {...props} />
    </Suspense>
  );
}

/** Two texts side by side (or one over the other on narrow screens) with their differences. */
export function CodeDiff(props: CodeDiffProps): ReactNode {
  return (
    <Suspense fallback={<SkeletonBlock height={240} />}>
      <DiffView {...props} />
    </Suspense>
  );
}
