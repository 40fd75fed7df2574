import { useMemo, type ReactNode } from 'react';
import type { AppDocument } from '../../../backend/apps/app.contract.ts';
import { sketchOf, sketchWidth } from './sketch.ts';
import classes from './PageSketch.module.css';

const height = 640;

/** A small picture of the first page of an app: where what stands. It follows the theme, and its document. */
export function PageSketch({ document }: { document: AppDocument | null }): ReactNode {
  const body = document?.pages[0]?.body;
  const pieces = useMemo(() => (body ? sketchOf(body) : []), [body]);
  return (
    <svg className={classes.sketch} viewBox={`0 0 ${sketchWidth} ${height}`} preserveAspectRatio="xMidYMin slice" aria-hidden>
      {document && <rect className={classes.band} x={0} y={0} width={sketchWidth} height={52} />}
      {document && <rect className={classes.strong} x={32} y={19} width={150} height={14} rx={4} />}
      <g transform={document ? 'translate(0 52)' : undefined}>
        {pieces.map(({ kind, x, y, width, height: high }, index) => (
          <rect key={index} className={classes[kind]} x={x} y={y} width={width} height={high} rx={Math.min(8, high / 2)} />
        ))}
      </g>
      {!document && <path className={classes.plus} d={`M${sketchWidth / 2 - 60} ${height / 2}h120M${sketchWidth / 2} ${height / 2 - 60}v120`} />}
    </svg>
  );
}
