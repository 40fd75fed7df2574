import { lazy, Suspense, type ReactNode } from 'react';
import { SkeletonBlock } from '../../../ui/Skeletons.tsx';
import type { ExpressionEditorProps } from './ExpressionEditorView.tsx';

export type { ExpressionEditorProps, ExpressionRemark } from './ExpressionEditorView.tsx';

const View = lazy(() => import('./ExpressionEditorView.tsx').then((module) => ({ default: module.ExpressionEditorView })));

/** The editor of expressions; its code is loaded when one is first shown. */
export function ExpressionEditor(props: ExpressionEditorProps): ReactNode {
  return (
    <Suspense fallback={<SkeletonBlock height={38} />}>
      <View {...props} />
    </Suspense>
  );
}
