import type { Signal } from '../../../backend/apps/core/signals.ts';

/** Whether two values are the same to whoever reads them. Equal data is no change, however often it was made anew. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isSame((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]));
}

/**
 * The values of a page that is open, and who follows them. Whoever follows is told once for all changes of one turn, after the last of them,
 * so that a key press recomputes what depends on it and nothing twice.
 */
export class SignalStore {
  private readonly values = new Map<Signal, unknown>();
  private readonly followers = new Map<Signal, Set<() => void>>();
  private readonly waiting = new Set<() => void>();
  private isScheduled = false;

  get(signal: Signal): unknown {
    return this.values.get(signal);
  }

  has(signal: Signal): boolean {
    return this.values.has(signal);
  }

  /** Changes a value; equal ones change nothing. */
  set(signal: Signal, value: unknown): void {
    if (this.values.has(signal) && isSame(this.values.get(signal), value)) return;
    this.values.set(signal, value);
    const followers = this.followers.get(signal);
    if (!followers || followers.size === 0) return;
    for (const follower of followers) this.waiting.add(follower);
    this.schedule();
  }

  /** Tells `follower` of changes of any of the signals, until the function that it gives is called. */
  follow(signals: Iterable<Signal>, follower: () => void): () => void {
    const all = [...new Set(signals)];
    for (const signal of all) {
      const followers = this.followers.get(signal) ?? new Set();
      followers.add(follower);
      this.followers.set(signal, followers);
    }
    return () => {
      for (const signal of all) this.followers.get(signal)?.delete(follower);
      this.waiting.delete(follower);
    };
  }

  /** Calls something once after all who follow what has changed were told. */
  afterwards(task: () => void): void {
    this.waiting.add(task);
    this.schedule();
  }

  /** Tells everybody now who still has to be told; for tests, and for whoever needs the outcome at once. */
  flush(): void {
    // What followers change is told in the same turn; a limit keeps a page alive whose values never come to rest.
    for (let round = 0; this.waiting.size > 0 && round < 100; round += 1) {
      const followers = [...this.waiting];
      this.waiting.clear();
      for (const follower of followers) follower();
    }
    this.isScheduled = false;
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => this.flush());
  }
}
