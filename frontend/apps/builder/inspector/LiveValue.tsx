import { useCallback, useSyncExternalStore, type ReactNode } from 'react';
import type { AppNode } from '../../../../backend/apps/app.contract.ts';
import type { Instance } from '../../runtime/instance.ts';
import { useCanvasRuntime } from '../editor-context.ts';
import classes from './Inspector.module.css';

/** What a prop is right now, on the canvas. */
export function LiveValue({ node, name }: { node: AppNode; name: string }): ReactNode {
  const runtime = useCanvasRuntime();
  return runtime ? <Shown instance={runtime.instance(node, '', {})} name={name} /> : null;
}

function Shown({ instance, name }: { instance: Instance; name: string }): ReactNode {
  const { props, problem } = useSyncExternalStore(
    useCallback((listener) => instance.follow(listener), [instance]),
    () => instance.read(),
  );
  const text = JSON.stringify(props[name]) ?? 'nothing';
  return (
    <>
      <p className={classes.live} title={text.slice(0, 2000)}>
        = {text.slice(0, 200)}
      </p>
      {problem !== null && <p className={classes.problem}>{problem}</p>}
    </>
  );
}
