import type { FlowTimelineBar } from '../../../backend/flows/flow-runs.contract.ts';

/** A line of the timeline: a step in a frame with all its attempts and waits. */
export type GanttRow = {
  readonly key: string;
  readonly frame: string;
  readonly step: string;
  readonly bars: readonly FlowTimelineBar[];
  readonly depth: number;
};

/** Lines in the order in which they began. */
export function ganttRows(bars: readonly FlowTimelineBar[]): GanttRow[] {
  const rows = new Map<string, { key: string; frame: string; step: string; bars: FlowTimelineBar[]; depth: number }>();
  for (const bar of bars) {
    const key = `${bar.frame}/${bar.step}`;
    const row = rows.get(key) ?? { key, frame: bar.frame, step: bar.step, bars: [], depth: (bar.frame.match(/\[/g) ?? []).length };
    row.bars.push(bar);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** The time that a timeline shows. */
export type Span = { readonly fromMs: number; readonly toMs: number };

/** A part of a bar in percent of the span. */
export type BarPart = { readonly kind: 'queued' | 'starting' | 'running' | 'waiting'; readonly left: number; readonly width: number };

/** The parts of a bar: how long it was queued, how long a process was made for it, then how long it ran, or how long it waited. What has not ended goes on to the end of the span. */
export function partsOf(bar: FlowTimelineBar, { fromMs, toMs }: Span): BarPart[] {
  const total = Math.max(1, toMs - fromMs);
  const place = (kind: BarPart['kind'], from: number, to: number): BarPart => ({
    kind,
    left: ((from - fromMs) / total) * 100,
    width: (Math.max(0, to - from) / total) * 100,
  });
  const created = Date.parse(bar.created_at);
  const ended = bar.ended_at === null ? toMs : Date.parse(bar.ended_at);
  if (bar.kind === 'wait') return [place('waiting', created, ended)];
  if (bar.started_at === null) return [place('queued', created, ended)];
  const started = Math.max(created, Date.parse(bar.started_at));
  const end = Math.max(started, ended);
  const begun = Math.min(end, started + (bar.starting_ms ?? 0));
  return [place('queued', created, started), ...(begun > started ? [place('starting', started, begun)] : []), place('running', begun, end)];
}

const niceSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000];
const minute = 60_000;
const longSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map((minutes) => minutes * minute);

/** Marks on the time axis: round distances from the beginning, about one for each `everyPx`. */
export function ticksOf({ fromMs, toMs }: Span, widthPx: number, everyPx = 110): { atMs: number; percent: number }[] {
  const totalMs = Math.max(1, toMs - fromMs);
  const wanted = (totalMs / Math.max(1, widthPx)) * everyPx;
  const step = [...niceSteps, ...longSteps].find((candidate) => candidate >= wanted) ?? (longSteps.at(-1) as number);
  const ticks = [];
  for (let atMs = 0; atMs <= totalMs && ticks.length < 500; atMs += step) ticks.push({ atMs, percent: (atMs / totalMs) * 100 });
  return ticks;
}

/** How far a timeline can be drawn out: below this a pixel is less than a tenth of a millisecond. */
export const largestZoom = 64;

/** The next zoom in a direction; 1 shows everything. */
export const zoomed = (zoom: number, by: 1 | -1): number => Math.min(largestZoom, Math.max(1, by > 0 ? zoom * 2 : zoom / 2));
