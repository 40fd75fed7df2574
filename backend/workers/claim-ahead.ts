/** Claimed jobs begin within so long, as far as the last ones tell, in milliseconds: short enough that no other worker would have begun them sooner. */
const beginWithinMs = 20;

/** More than this many jobs for each slot only makes statements longer. */
const mostPerSlot = 3;

/** Weight of the last job in the average, and what counts as slow enough: so that a few dozen quick jobs after a slow one are quick again. */
const weight = 0.1;
const slowMs = 1_000;

/**
 * How many jobs a worker claims before a slot is free for them. Jobs of a millisecond would otherwise be claimed a handful at a time, and each handful
 * costs Postgres a commit and the slots a wait: claimed ahead, they start without either. Jobs that take their time are claimed when a slot is free and no sooner.
 */
export class ClaimAhead {
  private averageMs = slowMs;

  constructor(private readonly slots: number) {}

  /** Notes how long a job held its slot, or how long one waited for a slot in vain. */
  note(durationMs: number): void {
    this.averageMs += weight * (Math.min(durationMs, slowMs) - this.averageMs);
  }

  /** Jobs wait for slots longer than was thought: nothing is claimed ahead until quick ones have ended again. */
  stop(): void {
    this.averageMs = slowMs;
  }

  /** Jobs that may be claimed beyond the slots. */
  get count(): number {
    return Math.min(this.slots * mostPerSlot, Math.floor((this.slots * beginWithinMs) / Math.max(this.averageMs, 0.01)));
  }
}
