/**
 * How many jobs run at once. A slot is held from the claim of a job to the end of its code; the report to the database comes after,
 * so that the next job does not wait for it.
 */
export class Slots {
  private held = 0;
  private isClosed = false;
  private readonly waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(readonly capacity: number) {}

  /** Whether slots are still given out: the worker does not stop. */
  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** Whether someone waits for a slot. */
  get isCrowded(): boolean {
    return this.waiting.length > 0;
  }

  get busy(): number {
    return this.held;
  }

  /** Resolves when a slot is ours, in the order of asking; rejects when the worker stops before. */
  async acquire(): Promise<void> {
    if (this.isClosed) throw stopping();
    if (this.held < this.capacity) {
      this.held += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  release(): void {
    const next = this.waiting.shift();
    if (next) next.resolve();
    else this.held -= 1;
  }

  /** Gives out no more slots: whoever waits is refused, and their rows go back to the queue. */
  close(): void {
    this.isClosed = true;
    for (const { reject } of this.waiting.splice(0)) reject(stopping());
  }
}

const stopping = (): Error => new Error('This worker stops; the job stays in the queue');
