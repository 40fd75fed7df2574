import { useElementSize } from '@mantine/hooks';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import type { FlowModule, FlowValue } from '../../../backend/flows/flow.contract.ts';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import classes from './FlowGraph.module.css';
import { FlowOutline } from './FlowOutline.tsx';
import type { Decorations } from './graph-state.ts';
import type { Place } from './layout-types.ts';
import { useFolding } from './useFolding.ts';

const Canvas = lazy(() => import('./GraphCanvas.tsx').then((module) => ({ default: module.GraphCanvas })));

/** Props of {@link FlowGraph}. */
export type FlowGraphProps = {
  value: FlowValue;
  label: string;
  /** What is shown on the steps, by their ids. */
  decorations?: Decorations;
  /** Id of the selected step, or `#input` or `#result`. */
  selectedStep?: string | null;
  onSelect?: (step: string | null) => void;
  /** Enter or a double click. */
  onActivate?: (step: string) => void;
  /** The menu of a step: right click, or the menu key. */
  onMenu?: (step: FlowModule, at: { x: number; y: number }) => void;
  /** What stands on a line where a step can be put: the `+` of an editor. */
  renderEdgeAction?: (place: Place) => ReactNode;
  /** Makes steps movable by drag: called with where the step was dropped. */
  onMove?: (step: string, to: Place) => void;
  /** Whether a step may go there; a step cannot go into itself. */
  canMove?: (step: string, to: Place) => boolean;
  /** One line under "Input" and "Result". */
  startCaption?: string;
  endCaption?: string;
  /** In the corner above the zoom buttons. */
  children?: ReactNode;
};

const none: Decorations = {};

/** Below this width a graph is of no use: the same steps are shown as an outline. */
export const narrowWidth = 520;

/**
 * A flow as a picture: read-only unless it is given what to do. It fills its parent. Wide parents get a graph, whose code is loaded when
 * it is first shown; narrow ones an outline with the same steps, decorations and selection.
 */
export function FlowGraph(props: FlowGraphProps): ReactNode {
  const { ref, width, height } = useElementSize();
  const { decorations = none, selectedStep = null } = props;
  const folding = useFolding(props.value, selectedStep);
  const room = useMemo(() => ({ width, height }), [width, height]);
  return (
    <div ref={ref} className={classes.frame}>
      {width > 0 && width < narrowWidth && <FlowOutline {...props} decorations={decorations} selectedStep={selectedStep} folding={folding} />}
      {width >= narrowWidth && height > 0 && (
        <Suspense fallback={<SkeletonBlock height="100%" />}>
          <Canvas {...props} decorations={decorations} selectedStep={selectedStep} folding={folding} room={room} />
        </Suspense>
      )}
    </div>
  );
}
