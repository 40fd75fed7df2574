import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import type { PartOnCanvas } from './DependencyDrawing.tsx';
import { useDrawing, type DrawingState } from './drawing-context.ts';
import { PartIcon } from './PartIcon.tsx';
import classes from './DependencyDrawing.module.css';

/** A part in the drawing: selects what it stands for. */
export const PartCard = memo(function PartCard({ data: { part } }: NodeProps<PartOnCanvas>): ReactNode {
  const drawing = useDrawing();
  const { dependencies } = drawing.graph;
  const before = dependencies.filter(({ to }) => to === part.key);
  const after = dependencies.filter(({ from }) => from === part.key);
  const isCircle = [...before, ...after].some((dependency) => dependency.isCircle);
  const label = `${part.kind} ${part.id}: follows from ${before.length}, followed by ${after.length}${isCircle ? ', in a circle' : ''}`;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={classes.handle} />
      <button
        type="button"
        className={classes.part}
        data-part={part.key}
        data-kind={part.kind}
        data-place={placeOf(drawing, part.key)}
        data-circle={isCircle || undefined}
        tabIndex={drawing.tabKey === part.key ? 0 : -1}
        aria-pressed={drawing.selected === part.key}
        aria-label={label}
        title={[...before, ...after].flatMap(({ reasons }) => reasons).join('\n')}
        onClick={() => drawing.select(part)}
      >
        <PartIcon part={part} />
        <span className={classes.id}>{part.id}</span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className={classes.handle} />
    </>
  );
});

function placeOf({ selected, around }: DrawingState, key: string): 'selected' | 'before' | 'after' | 'beside' | undefined {
  if (selected === key) return 'selected';
  if (!around) return undefined;
  return around.before.has(key) ? 'before' : around.after.has(key) ? 'after' : 'beside';
}
