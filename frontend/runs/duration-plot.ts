import type { DurationPoint } from '../../backend/jobs/jobs.contract.ts';
import { formatDuration } from '../ui/format.ts';

/** The frame into which durations are drawn. */
export type PlotFrame = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** A run as a dot. */
export type PlottedRun = { id: string; x: number; y: number; point: DurationPoint };

/** A mark on an axis. */
export type Tick = { at: number; label: string };

/** Everything that the chart draws. */
export type DurationPlot = { runs: PlottedRun[]; xTicks: Tick[]; yTicks: Tick[]; fromMs: number; toMs: number };

const stepsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000,
  86_400_000,
];
const timeStepsMs = [
  1000, 5000, 15_000, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
  2_592_000_000, 7_776_000_000, 31_536_000_000,
];
const shortestMs = 1;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/**
 * Places runs by when they started and, on a logarithmic axis, how long they took: durations spread over orders of magnitude,
 * and a slow one must not press all others to the ground. Without runs there is no plot.
 */
export function plotDurations(points: readonly DurationPoint[], frame: PlotFrame): DurationPlot | null {
  if (points.length === 0) return null;
  const times = points.map((point) => Date.parse(point.started_at));
  const lengths = points.map((point) => Math.max(shortestMs, point.duration_ms));
  const [firstMs, lastMs] = [Math.min(...times), Math.max(...times)];
  const room = Math.max(1000, (lastMs - firstMs) * 0.02);
  const [fromMs, toMs] = [firstMs - room, lastMs + room];
  const low = Math.log10(Math.min(...lengths) / 1.4);
  const high = Math.log10(Math.max(...lengths) * 1.4);
  const innerWidth = frame.width - frame.left - frame.right;
  const innerHeight = frame.height - frame.top - frame.bottom;
  const xOf = (ms: number): number => frame.left + ((ms - fromMs) / (toMs - fromMs)) * innerWidth;
  const yOf = (ms: number): number => frame.top + innerHeight - ((Math.log10(Math.max(shortestMs, ms)) - low) / (high - low)) * innerHeight;
  return {
    fromMs,
    toMs,
    runs: points.map((point, index) => ({ id: point.id, x: xOf(times[index] as number), y: yOf(point.duration_ms), point })),
    xTicks: timeTicks(fromMs, toMs, innerWidth).map((ms) => ({ at: xOf(ms), label: timeLabel(ms, toMs - fromMs) })),
    yTicks: durationTicks(low, high, innerHeight).map((ms) => ({ at: yOf(ms), label: formatDuration(ms) })),
  };
}

function durationTicks(low: number, high: number, height: number): number[] {
  const inside = stepsMs.filter((ms) => Math.log10(ms) >= low && Math.log10(ms) <= high);
  const most = Math.max(2, Math.floor(height / 26));
  const every = Math.max(1, Math.ceil(inside.length / most));
  return inside.filter((_, index) => index % every === 0);
}

function timeTicks(fromMs: number, toMs: number, width: number): number[] {
  const most = Math.max(2, Math.floor(width / 96));
  const step = timeStepsMs.find((candidate) => (toMs - fromMs) / candidate <= most) ?? (timeStepsMs.at(-1) as number);
  const offset = new Date(fromMs).getTimezoneOffset() * 60_000;
  const ticks: number[] = [];
  for (let ms = Math.ceil((fromMs - offset) / step) * step + offset; ms <= toMs; ms += step) ticks.push(ms);
  return ticks;
}

const dayMs = 86_400_000;
const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const timeWithSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

function timeLabel(ms: number, spanMs: number): string {
  if (spanMs > 8 * dayMs) return dayOnly.format(ms);
  if (spanMs > dayMs) return dayAndTime.format(ms);
  return (spanMs < 300_000 ? timeWithSeconds : timeOfDay).format(ms);
}

/** The moment under a place in the plot. */
export function momentAt(plot: Pick<DurationPlot, 'fromMs' | 'toMs'>, frame: PlotFrame, x: number): number {
  const inner = frame.width - frame.left - frame.right;
  return Math.round(plot.fromMs + clamp((x - frame.left) / inner, 0, 1) * (plot.toMs - plot.fromMs));
}

/** The run that is drawn next to a place, no further than `reach` pixels away. */
export function runNear(plot: DurationPlot, x: number, y: number, reach = 14): PlottedRun | null {
  let nearest: PlottedRun | null = null;
  let best = reach * reach;
  for (const run of plot.runs) {
    const distance = (run.x - x) ** 2 + (run.y - y) ** 2;
    if (distance <= best) [nearest, best] = [run, distance];
  }
  return nearest;
}

/** The chart in words. */
export function summaryOfDurations(points: readonly DurationPoint[]): string {
  if (points.length === 0) return 'No finished runs';
  const sorted = points.map((point) => point.duration_ms).sort((one, other) => one - other);
  const failed = points.filter((point) => point.status === 'failed').length;
  const rank = (share: number): string => formatDuration(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return `${points.length} finished ${points.length === 1 ? 'run' : 'runs'}: median ${rank(0.5)}, 95 % within ${rank(0.95)}, slowest ${rank(1)}, ${failed} failed`;
}
