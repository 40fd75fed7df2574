/** Share of time in which slots were busy over the last minute, from samples of how many were busy. */
export class Occupancy {
  private samples: { at: number; busy: number }[] = [];

  constructor(private readonly capacity: number, private readonly windowMs = 60_000) {}

  /** Notes how many slots are busy from `at` on, in milliseconds. */
  note(at: number, busy: number): void {
    this.samples.push({ at, busy });
    while (this.samples.length > 1 && (this.samples[1] as { at: number }).at <= at - this.windowMs) this.samples.shift();
    // Under load there are thousands of changes a second: thin them out, the share does not need them all.
    if (this.samples.length > 4_000) this.samples = this.samples.filter((_sample, index) => index % 2 === 0);
  }

  /** Busy time divided by possible time up to `now`, 0 to 1. */
  share(now: number): number {
    const from = now - this.windowMs;
    let busyMs = 0;
    this.samples.forEach(({ at, busy }, index) => {
      const until = this.samples[index + 1]?.at ?? now;
      busyMs += Math.max(0, until - Math.max(at, from)) * busy;
    });
    return Math.min(1, busyMs / (this.windowMs * this.capacity));
  }
}
