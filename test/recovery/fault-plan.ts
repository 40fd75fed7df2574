import { createHash } from 'node:crypto';

/** What may go wrong with a statement. */
export const faults = ['refused', 'timeout', 'dropped', 'committed_unseen', 'deadlock'] as const;
/**
 * One of {@link faults}:
 * - `refused`: the server did not take it
 * - `timeout`: no answer came; it was not executed
 * - `dropped`: the connection ended before it was executed
 * - `committed_unseen`: it was executed and committed, and the connection ended before the answer came
 * - `deadlock`: Postgres chose it as the victim and rolled it back
 */
export type Fault = (typeof faults)[number];

/** What decides which statements fail. The same plan gives the same decision for the n-th call of a statement. */
export type FaultPlanOptions = {
  seed: string;
  fault: Fault;
  /** Share of calls that fail, 0 to 1. */
  rate: number;
};

/**
 * Decides by seed which statements fail. The decision is a hash of the seed, the name of the statement and how often it was called: concurrent
 * work changes the order of the calls, and must not change which call of a statement fails.
 */
export class FaultPlan {
  private readonly calls = new Map<string, number>();
  private readonly injected = new Map<string, number>();
  private isActive = false;

  constructor(private readonly options: FaultPlanOptions) {}

  /** Faults happen from now on. */
  begin(): void {
    this.isActive = true;
  }

  /** No further fault happens. */
  end(): void {
    this.isActive = false;
  }

  /** The fault of this call of a statement, or `null`. */
  next(statement: string): Fault | null {
    if (!this.isActive) return null;
    const call = (this.calls.get(statement) ?? 0) + 1;
    this.calls.set(statement, call);
    // The first call always fails, so that no statement is left out by chance.
    if (call !== 1 && draw(`${this.options.seed}:${this.options.fault}:${statement}:${call}`) >= this.options.rate) return null;
    this.injected.set(statement, (this.injected.get(statement) ?? 0) + 1);
    return this.options.fault;
  }

  /** How often each statement was called, and how often it failed on purpose. */
  report(): { statement: string; calls: number; injected: number }[] {
    return [...this.calls].map(([statement, calls]) => ({ statement, calls, injected: this.injected.get(statement) ?? 0 })).sort((left, right) => right.calls - left.calls);
  }
}

/** A number from 0 to 1 that depends on the text alone. */
export function draw(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
