import { lazy, Suspense, type ReactNode } from 'react';
import { StaticLines, type StaticCodeProps } from './code/StaticLines.tsx';

export type { StaticCodeProps } from './code/StaticLines.tsx';

const View = lazy(() => import('./code/StaticCodeView.tsx').then((module) => ({ default: module.StaticCodeView })));

/** Code to read: at once without colours, with them as soon as the grammar is here. Nothing moves when they come. */
export function StaticCode(props: StaticCodeProps): ReactNode {
  const plain = props.content.split('\n').map((text) => [{ text, kind: '' }]);
  return (
    <Suspense fallback={<StaticLines {...props} lines={plain} />}>
      <View {...props} />
    </Suspense>
  );
}
