import type { WarmRunner } from './warm-runner.ts';

/** Idle runners, found by key, the one that was idle longest first in line to go. */
export class ParkedRunners {
  /** In the order in which they were parked. */
  private readonly all = new Map<WarmRunner, { since: number; isLookedAt: boolean }>();
  private readonly byKey = new Map<string, WarmRunner[]>();

  constructor(private readonly limits: { count: number; memoryBytes: number; idleMs: number }) {}

  get size(): number {
    return this.all.size;
  }

  get memoryBytes(): number {
    let sum = 0;
    for (const runner of this.all.keys()) sum += runner.process.memoryBytes;
    return sum;
  }

  add(runner: WarmRunner, now: number): void {
    if (runner.key === null) throw new Error('A runner that belongs to nobody is not parked here');
    this.all.set(runner, { since: now, isLookedAt: false });
    const same = this.byKey.get(runner.key);
    if (same === undefined) this.byKey.set(runner.key, [runner]);
    else same.push(runner);
  }

  /** The runner of a key that was used last: its memory is the likeliest to be in the processor's cache. `unused` gives only one that never ran a job. */
  take(key: string, unused: boolean): WarmRunner | null {
    const found = this.byKey.get(key)?.findLast((runner) => !unused || runner.jobsServed === 0) ?? null;
    if (found !== null) this.remove(found);
    return found;
  }

  has(runner: WarmRunner): boolean {
    return this.all.has(runner);
  }

  remove(runner: WarmRunner): void {
    if (!this.all.delete(runner) || runner.key === null) return;
    const same = this.byKey.get(runner.key) ?? [];
    same.splice(same.indexOf(runner), 1);
    if (same.length === 0) this.byKey.delete(runner.key);
  }

  /** The ones that are too many, too large together, or idle for too long. */
  superfluous(now: number): WarmRunner[] {
    const going: WarmRunner[] = [];
    let count = this.all.size;
    let memory = this.memoryBytes;
    for (const [runner, { since }] of this.all) {
      if (count <= this.limits.count && memory <= this.limits.memoryBytes && now - since < this.limits.idleMs) break;
      going.push(runner);
      count -= 1;
      memory -= runner.process.memoryBytes;
    }
    return going;
  }

  /** Those that nobody has looked at since they were parked; told once. */
  unseen(): WarmRunner[] {
    const unseen = [...this.all].filter(([, state]) => !state.isLookedAt);
    for (const [, state] of unseen) state.isLookedAt = true;
    return unseen.map(([runner]) => runner);
  }

  list(): WarmRunner[] {
    return [...this.all.keys()];
  }
}
