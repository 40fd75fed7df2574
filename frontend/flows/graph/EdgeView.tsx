import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import { actionPoint, pathOfEdge } from './edge-path.ts';
import classes from './EdgeView.module.css';
import type { EdgeOnCanvas } from './GraphCanvas.tsx';
import { useGraph } from './graph-state.ts';

/** A line between two nodes, with what an editor puts on it. */
export const EdgeView = memo(function EdgeView({ data }: EdgeProps<EdgeOnCanvas>): ReactNode {
  const { renderEdgeAction, dropPlace } = useGraph();
  if (!data) return null;
  const { edge } = data;
  const { place } = edge;
  const isTarget = place !== null && dropPlace?.sequence === place.sequence && dropPlace.index === place.index;
  const { x, y } = actionPoint(edge);
  return (
    <>
      <path d={pathOfEdge(edge)} className={classes.line} data-side={edge.isSide || undefined} />
      {place && (renderEdgeAction || isTarget) && (
        <EdgeLabelRenderer>
          <div className={classes.action} data-target={isTarget || undefined} style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}>
            {isTarget ? <span className={classes.drop} /> : renderEdgeAction?.(place)}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
