import type { StepKind } from './conversation.ts';

/** Something that the code of a workflow waits for. Times are milliseconds. */
export type OpenStep = { kind: StepKind; dueAt: number | null };

/** What a worker knows of a workflow that runs. */
export type WaitingState = {
  now: number;
  /** What was asked for and has not ended. */
  open: readonly OpenStep[];
  /** What is being recorded or answered at this moment. */
  inFlight: number;
  /** When the code last asked for something or was told something. */
  quietSince: number;
  /** For so long the process of a workflow that waits is kept, in case it does not wait long. */
  hotMs: number;
  /** Other jobs wait for the place that this one holds. */
  isCrowded: boolean;
};

/**
 * When to ask the code to let go of its process: `null` while it works or nothing is waited for, now (`0`) where all that it waits for takes longer
 * than the process would be kept, later otherwise. People count as slow; a child job, an event and a short sleep may be quick.
 */
export function nextSuspensionMs({ now, open, inFlight, quietSince, hotMs, isCrowded }: WaitingState): number | null {
  if (inFlight > 0 || open.length === 0) return null;
  if (isCrowded || open.every((step) => isSlow(step, now + hotMs))) return 0;
  return Math.max(0, quietSince + hotMs - now);
}

function isSlow({ kind, dueAt }: OpenStep, horizon: number): boolean {
  if (kind === 'approval') return true;
  return kind === 'sleep' && dueAt !== null && dueAt > horizon;
}
