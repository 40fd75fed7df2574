import { useCallback, useSyncExternalStore, type ReactNode } from 'react';
import type { AppNode } from '../../../../backend/apps/app.contract.ts';
import type { Instance } from '../../runtime/instance.ts';
import { useCanvasRuntime } from '../editor-context.ts';
import classes from './Inspector.module.css';

/** Why a component could not be computed just now, on the canvas. */
export function LiveProblem({ node }: { node: AppNode }): ReactNode {
  const runtime = useCanvasRuntime();
  return runtime ? <Shown instance={runtime.instance(node, '', {})} /> : null;
}

function Shown({ instance }: { instance: Instance }): ReactNode {
  const { problem } = useSyncExternalStore(
    useCallback((listener) => instance.follow(listener), [instance]),
    () => instance.read(),
  );
  return problem === null ? null : <p className={classes.problem}>{problem}</p>;
}
