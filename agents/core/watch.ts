/**
 * Ends the waiting for something that may never answer: when the caller aborts, or when nothing has come for too long. What is watched gets
 * `signal`, but is not trusted to heed it.
 */
export class Watch implements Disposable {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly stopped: Promise<never>;

  constructor(
    private readonly outer: AbortSignal,
    silenceMs: number,
    onSilence: () => Error,
  ) {
    this.stopped = new Promise((_, reject) =>
      this.controller.signal.addEventListener('abort', () => reject(this.controller.signal.reason as Error), { once: true }),
    );
    this.stopped.catch(() => undefined);
    this.timer = setTimeout(() => this.controller.abort(onSilence()), silenceMs);
    if (outer.aborted) this.onAbort();
    else outer.addEventListener('abort', this.onAbort, { once: true });
  }

  /** Aborts with the caller, and on silence. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Waits for it, at most until the watch ends. Something came: the silence begins anew. */
  async for<Value>(promise: PromiseLike<Value>): Promise<Value> {
    const value = await Promise.race([promise, this.stopped]);
    this.timer.refresh();
    return value;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.onAbort);
  }

  private readonly onAbort = (): void => this.controller.abort(this.outer.reason);
}
