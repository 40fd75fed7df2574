type Waiting<Item> = { item: Item; resolve: () => void; reject: (error: unknown) => void };

/** Events of one run that are decided about in one transaction. */
const mostAtOnce = 100;

/**
 * One mailbox for each run: what comes while a transaction is under way is taken together by the next one, so that a wide loop needs few
 * transactions, and this process never waits for its own lock.
 */
export class Mailboxes<Item> {
  private readonly boxes = new Map<string, Waiting<Item>[]>();

  /** `process` takes the items of a run, in their order. */
  constructor(private readonly process: (runId: string, items: Item[]) => Promise<void>) {}

  /** Resolves when the item was taken. Rejects with the error of its transaction. */
  deliver(runId: string, item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      const box = this.boxes.get(runId);
      const waiting = { item, resolve, reject };
      if (box) return void box.push(waiting);
      this.boxes.set(runId, [waiting]);
      void this.empty(runId);
    });
  }

  private async empty(runId: string): Promise<void> {
    for (;;) {
      // What comes in the same turn of the event loop goes together.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.boxes.get(runId)?.splice(0, mostAtOnce) ?? [];
      if (batch.length === 0) return void this.boxes.delete(runId);
      await this.take(runId, batch);
    }
  }

  /** One item at fault must not keep the others from being taken. */
  private async take(runId: string, batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.process(
        runId,
        batch.map(({ item }) => item),
      );
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length > 1) for (const waiting of batch) await this.take(runId, [waiting]);
      else batch[0]?.reject(error);
    }
  }
}
