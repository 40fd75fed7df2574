import { ClaimAhead } from './claim-ahead.ts';

/** A claimed job that found no slot in this time goes back to the queue, where another worker may take it. In milliseconds. */
const waitForSlotMs = 250;

/**
 * How many jobs run at once. A job is claimed first, which the worker does for a few more than it has slots where jobs are short, and then gets its
 * slot, which it holds to the end of its code; the report to the database comes after, so that the next job does not wait for it.
 */
export class Slots {
  private held = 0;
  /** Claims that have no slot yet. */
  private claimed = 0;
  private isClosed = false;
  private readonly ahead: ClaimAhead;
  private readonly claims: { resolve: () => void; reject: (error: Error) => void }[] = [];
  private readonly starts: ((hasSlot: boolean) => void)[] = [];

  constructor(readonly capacity: number) {
    this.ahead = new ClaimAhead(capacity);
  }

  /** Whether slots are still given out: the worker does not stop. */
  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** Whether someone waits for a slot. */
  get isCrowded(): boolean {
    return this.claims.length > 0 || this.starts.length > 0;
  }

  get busy(): number {
    return this.held;
  }

  /** Resolves when a job may be claimed, in the order of asking; rejects when the worker stops before. */
  async claim(): Promise<void> {
    if (this.isClosed) throw stopping();
    if (this.mayClaim) this.claimed += 1;
    else await new Promise<void>((resolve, reject) => this.claims.push({ resolve, reject }));
  }

  /** Gives up a claim that led to no job. */
  unclaim(): void {
    this.claimed -= 1;
    this.giveClaims();
  }

  /** Turns a claim into a slot. `false`: none became free in time, or the worker stops; the claim is given up, and the job has to go back. */
  async begin(): Promise<boolean> {
    if (this.held < this.capacity) {
      this.held += 1;
      this.unclaim();
      return true;
    }
    const hasSlot = !this.isClosed && (await this.nextSlot());
    this.unclaim();
    return hasSlot;
  }

  /** Gives a slot back that was held for so long. */
  release(heldMs: number): void {
    this.ahead.note(heldMs);
    const next = this.starts.shift();
    if (next) return next(true);
    this.held -= 1;
    this.giveClaims();
  }

  /** Gives out no more slots: whoever waits is refused, and their rows go back to the queue. */
  close(): void {
    this.isClosed = true;
    for (const { reject } of this.claims.splice(0)) reject(stopping());
    for (const start of this.starts.splice(0)) start(false);
  }

  private get mayClaim(): boolean {
    return this.held + this.claimed < this.capacity + this.ahead.count;
  }

  private giveClaims(): void {
    while (this.claims.length > 0 && this.mayClaim) {
      this.claimed += 1;
      this.claims.shift()?.resolve();
    }
  }

  /** The slot of the next job that ends, which stays held. */
  private nextSlot(): Promise<boolean> {
    return new Promise((resolve) => {
      const start = (hasSlot: boolean): void => {
        clearTimeout(timer);
        resolve(hasSlot);
      };
      const timer = setTimeout(() => {
        this.starts.splice(this.starts.indexOf(start), 1);
        this.ahead.stop();
        resolve(false);
      }, waitForSlotMs);
      this.starts.push(start);
    });
  }
}

const stopping = (): Error => new Error('This worker stops; the job stays in the queue');
