import { getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import type { LineOnCanvas } from './DependencyDrawing.tsx';
import { useDrawing } from './drawing-context.ts';
import classes from './DependencyDrawing.module.css';

/** A line from a part to what follows from it. */
export const DependencyLine = memo(function DependencyLine({ data, ...ends }: EdgeProps<LineOnCanvas>): ReactNode {
  const { selected, around } = useDrawing();
  if (!data) return null;
  const { from, to, kind, isCircle } = data.dependency;
  const [path] = getBezierPath(ends);
  const isNear = (key: string, side: ReadonlySet<string>): boolean => key === selected || side.has(key);
  const isOn = around !== null && ((isNear(from, around.before) && isNear(to, around.before)) || (isNear(from, around.after) && isNear(to, around.after)));
  const place = around === null ? undefined : isOn ? 'on' : 'beside';
  const { targetX: x, targetY: y } = ends;
  return (
    <g className={classes.line} data-kind={kind} data-circle={isCircle || undefined} data-place={place}>
      <path d={path} className={classes.way} />
      <path d={`M ${x - 7} ${y - 4} L ${x} ${y} L ${x - 7} ${y + 4}`} className={classes.tip} />
    </g>
  );
});
