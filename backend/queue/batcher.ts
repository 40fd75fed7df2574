/** One thing that waits for its batch. */
type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };

/**
 * Turns many calls that come close together into few calls of `flush`, so that a busy worker needs one statement for many
 * jobs, while a lone call goes at once.
 *
 * A flush starts as soon as a lane is free; what arrives meanwhile is the next batch. There is no timer: under no load a call
 * waits for nothing, under load batches grow by themselves to what the database can take.
 */
export class Batcher<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private lanesInUse = 0;
  private isScheduled = false;

  /**
   * @param flush does all items of a batch in one go and gives their results in the same order
   * @param options.lanes how many flushes may be under way at once
   */
  constructor(
    private readonly flush: (items: Item[]) => Promise<Result[]>,
    private readonly options: { maximumSize: number; lanes: number },
  ) {}

  /** Does `item` within a batch. Rejects with the error of the whole batch. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.waiting.length === 0 || this.lanesInUse >= this.options.lanes) return;
    this.isScheduled = true;
    // The end of this turn of the event loop: results that came in together leave together.
    setImmediate(() => {
      this.isScheduled = false;
      void this.run();
    });
  }

  private async run(): Promise<void> {
    const batch = this.waiting.splice(0, this.options.maximumSize);
    if (batch.length === 0) return;
    this.lanesInUse += 1;
    this.schedule();
    try {
      const results = await this.flush(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.lanesInUse -= 1;
      this.schedule();
    }
  }
}
