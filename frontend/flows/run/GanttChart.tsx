import { Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FlowTimelineBar } from '../../../backend/flows/flow-runs.contract.ts';
import { formatDuration } from '../../ui/format.ts';
import { lookOfStepStatus } from '../graph/step-status.ts';
import { wordsOfFrame } from './frame-trail.ts';
import classes from './GanttChart.module.css';
import { type GanttRow, partsOf, type Span, ticksOf, zoomed } from './gantt-rows.ts';

/** Props of {@link GanttChart}. */
export type GanttChartProps = {
  rows: readonly GanttRow[];
  span: Span;
  zoom: number;
  onZoom: (zoom: number) => void;
  chosenKey: string | null;
  onOpen: (row: GanttRow) => void;
};

const rowHeight = 26;
const wideLabelPx = 200;
const narrowLabelPx = 104;
const narrowPx = 520;
const leastChartPx = 80;

/** Lines of steps over an axis of time. Only the lines on show exist; arrows move, Enter opens, plus and minus zoom. */
export function GanttChart({ rows, span, zoom, onZoom, chosenKey, onOpen }: GanttChartProps): ReactNode {
  const { ref: sizer, width } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const labelPx = width < narrowPx ? narrowLabelPx : wideLabelPx;
  const chartPx = Math.max(leastChartPx, (width - labelPx) * zoom);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });
  const chosen = rows.findIndex(({ key }) => key === chosenKey);
  useKeptView(scroller, labelPx, chartPx, middleOf(rows[chosen], span));
  const { current, setCurrent, attach, onKeyDown } = useRowFocus(rows, {
    chosen,
    scrollTo: (index) => virtual.scrollToIndex(index),
    onOpen,
    onZoom: (by) => onZoom(zoomed(zoom, by)),
  });
  return (
    <div ref={sizer} className={classes.frame} style={{ '--label': `${labelPx}px` } as object}>
      <div ref={scroller} className={classes.scroller}>
        <div className={classes.canvas} style={{ width: labelPx + chartPx }}>
          <Axis span={span} chartPx={chartPx} />
          <ul className={classes.rows} style={{ height: virtual.getTotalSize() }} aria-label="Steps in the order in which they began" onKeyDown={onKeyDown}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              return (
                row && (
                  <li
                    key={row.key}
                    className={classes.row}
                    style={{ transform: `translateY(${item.start}px)` }}
                    data-chosen={row.key === chosenKey || undefined}
                  >
                    <button
                      type="button"
                      ref={attach(item.index)}
                      tabIndex={item.index === current ? 0 : -1}
                      className={classes.label}
                      aria-current={row.key === chosenKey || undefined}
                      onFocus={() => setCurrent(item.index)}
                      onClick={() => onOpen(row)}
                      style={{ paddingInlineStart: 16 + Math.min(row.depth, 4) * 12 }}
                    >
                      <span className="truncate">{row.step}</span>
                      {row.depth > 0 && <span className={classes.where}> {indexOf(row.frame)}</span>}
                      <span className="visually-hidden">{describe(row, span)}</span>
                    </button>
                    <div className={classes.lane} onClick={() => onOpen(row)}>
                      {row.bars.map((bar) => (
                        <Bar key={`${bar.kind} ${bar.attempt} ${bar.created_at}`} bar={bar} span={span} />
                      ))}
                    </div>
                  </li>
                )
              );
            })}
          </ul>
        </div>
      </div>
    </div>
  );
}

const indexOf = (frame: string): string => [...frame.matchAll(/\[(\d+)\]/g)].map(([, index]) => index).join('·');

function Axis({ span, chartPx }: { span: Span; chartPx: number }): ReactNode {
  return (
    <div className={classes.axis} aria-hidden>
      <span className={classes.corner} />
      <div className={classes.ticks}>
        {ticksOf(span, chartPx).map(({ atMs, percent }) => (
          <span key={atMs} className={classes.tick} style={{ left: `${percent}%` }}>
            {atMs === 0 ? '0' : formatDuration(atMs)}
          </span>
        ))}
      </div>
    </div>
  );
}

function Bar({ bar, span }: { bar: FlowTimelineBar; span: Span }): ReactNode {
  return (
    <Tooltip label={<span className={classes.tip}>{wordsOfBar(bar, span.toMs)}</span>} openDelay={150}>
      <span className={classes.bar}>
        {partsOf(bar, span).map(({ kind, left, width }) =>
          width <= 0 && kind === 'queued' ? null : (
            <span key={kind} className={classes.part} data-kind={kind} data-status={bar.status} style={{ left: `${left}%`, width: `max(2px, ${width}%)` }} />
          ),
        )}
      </span>
    </Tooltip>
  );
}

function wordsOfBar(bar: FlowTimelineBar, toMs: number): string {
  const created = Date.parse(bar.created_at);
  const ended = bar.ended_at === null ? toMs : Date.parse(bar.ended_at);
  const state = lookOfStepStatus(bar.status).word.toLowerCase();
  if (bar.kind === 'wait') return `Waited ${formatDuration(ended - created)}, ${bar.ended_at === null ? 'still waiting' : state}`;
  if (bar.started_at === null) return `Attempt ${bar.attempt}: queued for ${formatDuration(ended - created)}`;
  const started = Date.parse(bar.started_at);
  const starting = Math.min(ended - started, bar.starting_ms ?? 0);
  const start = starting > 0 ? `started for ${formatDuration(starting)}, ` : '';
  return `Attempt ${bar.attempt}: queued ${formatDuration(started - created)}, ${start}ran ${formatDuration(ended - started - starting)}, ${state}`;
}

/** What the bars of a line say, for those who cannot see them. */
function describe(row: GanttRow, { toMs }: Span): string {
  const where = wordsOfFrame(row.frame);
  return `${where === '' ? '' : `, in ${where}`}. ${row.bars.map((bar) => wordsOfBar(bar, toMs)).join('. ')}`;
}

/** Where on the axis a line has its first bar, from 0 to 1; null without a line. */
function middleOf(row: GanttRow | undefined, { fromMs, toMs }: Span): number | null {
  const [first] = row?.bars ?? [];
  if (!first) return null;
  const from = Date.parse(first.created_at);
  const to = first.ended_at === null ? toMs : Date.parse(first.ended_at);
  return ((from + to) / 2 - fromMs) / Math.max(1, toMs - fromMs);
}

/** When the zoom changes the chosen line stays in view; without one the middle of the picture stays where it is. */
function useKeptView(scroller: { current: HTMLDivElement | null }, labelPx: number, chartPx: number, chosen: number | null): void {
  const before = useRef(chartPx);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && before.current !== chartPx && before.current > leastChartPx) {
      const half = (element.clientWidth - labelPx) / 2;
      const middle = chosen ?? (element.scrollLeft + half) / before.current;
      element.scrollLeft = middle * chartPx - half;
    }
    before.current = chartPx;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is chosen only tells where to look when the zoom changes
  }, [scroller, labelPx, chartPx]);
}

type RowFocus = { chosen: number; scrollTo: (index: number) => void; onOpen: (row: GanttRow) => void; onZoom: (by: 1 | -1) => void };

/** One line is in the tab order; arrows move through all of them, also through those that are not drawn yet. */
function useRowFocus(rows: readonly GanttRow[], { chosen, scrollTo, onOpen, onZoom }: RowFocus) {
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);
  const buttons = useRef(new Map<number, HTMLButtonElement>());
  useEffect(() => {
    if (chosen < 0) return;
    setCurrent(chosen);
    scrollTo(chosen);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only another choice moves the list
  }, [chosen]);
  const attach = (index: number) => (button: HTMLButtonElement | null) => {
    if (button) buttons.current.set(index, button);
    else buttons.current.delete(index);
    if (!button || wanted.current !== index) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
  };
  const go = (index: number): void => {
    const next = Math.min(Math.max(index, 0), rows.length - 1);
    setCurrent(next);
    scrollTo(next);
    const button = buttons.current.get(next);
    if (button) button.focus({ preventScroll: true });
    else wanted.current = next;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[current];
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: () => row && onOpen(row),
      '+': () => onZoom(1),
      '=': () => onZoom(1),
      '-': () => onZoom(-1),
    };
    if (!moves[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moves[event.key]?.();
  };
  return { current: Math.min(current, Math.max(0, rows.length - 1)), setCurrent, attach, onKeyDown };
}
