/**
 * Keeps what was used last, up to a total weight. For things that can be loaded again and are worth keeping near: prepared
 * sources, compiled validators.
 */
export class BoundedCache<Value> {
  private readonly entries = new Map<string, { value: Value; weight: number }>();
  private total = 0;

  constructor(private readonly maximumWeight: number, private readonly weigh: (value: Value) => number = () => 1) {}

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    // A Map iterates in the order of insertion: taken out and put back, it is the youngest.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: Value): void {
    this.delete(key);
    const weight = this.weigh(value);
    this.entries.set(key, { value, weight });
    this.total += weight;
    for (const oldest of this.entries.keys()) {
      if (this.total <= this.maximumWeight || this.entries.size === 1) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.total -= this.entries.get(key)?.weight ?? 0;
    this.entries.delete(key);
  }

  get size(): number {
    return this.entries.size;
  }
}
