import { useElementSize } from '@mantine/hooks';
import { useMemo, useState, type PointerEvent, type ReactNode } from 'react';
import type { DurationPoint } from '../../backend/jobs/jobs.contract.ts';
import { formatAbsolute, formatDuration } from '../ui/format.ts';
import { statusLooks } from '../ui/StatusBadge.tsx';
import classes from './DurationChart.module.css';
import { momentAt, type PlotFrame, type PlottedRun, plotDurations, runNear, summaryOfDurations } from './duration-plot.ts';

/** Props of {@link DurationChart}. */
export type DurationChartProps = {
  points: readonly DurationPoint[];
  onOpen: (id: string) => void;
  /** A stretch of time was chosen by dragging over it. The filter of times is its keyboard twin. */
  onSelectTime: (fromMs: number, toMs: number) => void;
};

const heightPx = 132;
// Less than this is a click that slipped.
const shortestDragPx = 6;

type Drag = { from: number; to: number };

/** Durations of runs over time, coloured by state. A click opens a run, dragging chooses a stretch of time. */
export function DurationChart({ points, onOpen, onSelectTime }: DurationChartProps): ReactNode {
  const { ref, width } = useElementSize();
  const frame = useMemo<PlotFrame>(() => ({ width, height: heightPx, left: 52, right: 12, top: 10, bottom: 22 }), [width]);
  const plot = useMemo(() => (frame.width > 0 ? plotDurations(points, frame) : null), [points, frame]);
  const [hovered, setHovered] = useState<PlottedRun | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const placeOf = (event: PointerEvent): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onPointerDown = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x } = placeOf(event);
    setDrag({ from: x, to: x });
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    const { x, y } = placeOf(event);
    if (drag) setDrag({ ...drag, to: x });
    setHovered(plot && !(drag && Math.abs(drag.from - x) > shortestDragPx) ? runNear(plot, x, y) : null);
  };
  const onPointerUp = (event: PointerEvent<SVGSVGElement>): void => {
    const { x, y } = placeOf(event);
    setDrag(null);
    if (!plot || !drag) return;
    if (Math.abs(drag.from - x) > shortestDragPx) {
      const [low, high] = [Math.min(drag.from, x), Math.max(drag.from, x)];
      onSelectTime(momentAt(plot, frame, low), momentAt(plot, frame, high));
      return;
    }
    const run = runNear(plot, x, y);
    if (run) onOpen(run.id);
  };
  return (
    <div ref={ref} className={`${classes.chart} no-print`} style={{ height: heightPx }}>
      {plot && (
        <svg
          width={width}
          height={heightPx}
          role="img"
          aria-label={summaryOfDurations(points)}
          className={classes.svg}
          data-hovered={hovered ? true : undefined}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerLeave={() => setHovered(null)}
        >
          {plot.yTicks.map(({ at, label }) => (
            <g key={label}>
              <line className={classes.grid} x1={frame.left} x2={width - frame.right} y1={at} y2={at} />
              <text className={classes.label} x={frame.left - 8} y={at} dominantBaseline="middle" textAnchor="end">
                {label}
              </text>
            </g>
          ))}
          {plot.xTicks.map(({ at, label }) => (
            <text key={at} className={classes.label} x={at} y={heightPx - 6} textAnchor="middle">
              {label}
            </text>
          ))}
          {drag && Math.abs(drag.from - drag.to) > shortestDragPx && (
            <rect
              className={classes.brush}
              x={Math.min(drag.from, drag.to)}
              width={Math.abs(drag.from - drag.to)}
              y={frame.top}
              height={heightPx - frame.top - frame.bottom}
            />
          )}
          {plot.runs.map(({ id, x, y, point }) => (
            <circle key={id} className={classes.dot} data-status={point.status} cx={x} cy={y} r={hovered?.id === id ? 5 : 3} />
          ))}
        </svg>
      )}
      {hovered && <Hint run={hovered} width={width} />}
    </div>
  );
}

function Hint({ run, width }: { run: PlottedRun; width: number }): ReactNode {
  const { point } = run;
  return (
    <div className={classes.hint} data-side={run.x > width / 2 ? 'left' : 'right'} style={{ insetInlineStart: run.x, insetBlockStart: run.y }}>
      <span className={classes.hintPath}>{point.path || 'Test of new code'}</span>
      <span>
        {statusLooks[point.status].word} after {formatDuration(point.duration_ms)}
        {point.queued_ms >= 1000 ? `, waited ${formatDuration(point.queued_ms)}` : ''}
      </span>
      <span className={classes.hintTime}>{formatAbsolute(new Date(point.started_at))}</span>
    </div>
  );
}
