import type { RunBar } from '../../backend/items/versioned-item.contract.ts';
import { formatDuration, formatPlural } from './format.ts';

/** A drawn run. `height` is a percentage. */
export type DrawnBar = { id: string; status: string; height: number; words: string };

const lowest = 22;

/**
 * Scales the last runs into bars. Durations spread over orders of magnitude, so the height is logarithmic between the
 * shortest and the longest one; equal durations are all drawn at two thirds.
 */
export function barsOf(runs: readonly RunBar[], slots: number): { bars: (DrawnBar | null)[]; summary: string } {
  const shown = runs.slice(-slots);
  const logs = shown.flatMap((run) => (run.duration_ms === null ? [] : [Math.log(Math.max(1, run.duration_ms))]));
  const low = Math.min(...logs);
  const spread = Math.max(...logs) - low;
  const heightOf = (durationMs: number | null): number => {
    if (durationMs === null) return 100;
    return spread < 0.05 ? 66 : Math.round(lowest + ((100 - lowest) * (Math.log(Math.max(1, durationMs)) - low)) / spread);
  };
  const bars = shown.map((run): DrawnBar => ({
    id: run.id,
    status: run.status,
    height: heightOf(run.duration_ms),
    words: run.duration_ms === null ? run.status : `${run.status}, ${formatDuration(run.duration_ms)}`,
  }));
  const failed = shown.filter((run) => run.status === 'failed').length;
  const summary = shown.length === 0 ? 'No runs yet' : `Last ${formatPlural(shown.length, 'run')}, ${failed === 0 ? 'none' : failed} failed`;
  return { bars: [...Array.from({ length: Math.max(0, slots - shown.length) }, () => null), ...bars], summary };
}
