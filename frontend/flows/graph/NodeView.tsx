import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import type { NodeOnCanvas } from './GraphCanvas.tsx';
import classes from './NodeView.module.css';
import { StepCard } from './StepCard.tsx';
import { TerminalCard } from './TerminalCard.tsx';
import type { GraphNode } from './layout-types.ts';
import { LaneLabelView } from './LaneLabelView.tsx';

/** A node of the graph, whatever its kind. Lines need handles to hold on to; where they run is the matter of the layout. */
export const NodeView = memo(function NodeView({ data: { node } }: NodeProps<NodeOnCanvas>): ReactNode {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} className={classes.handle} />
      {contentOf(node)}
      <Handle type="source" position={Position.Bottom} isConnectable={false} className={classes.handle} />
    </>
  );
});

function contentOf(node: GraphNode): ReactNode {
  switch (node.kind) {
    case 'step':
      return <StepCard node={node} />;
    case 'label':
      return <LaneLabelView label={node.label} />;
    case 'box':
      return <div className={classes.box} data-box={node.box} data-depth={node.depth % 2} />;
    default:
      return <TerminalCard node={node} />;
  }
}
