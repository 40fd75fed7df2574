/** What was measured: the middle of the repetitions and how far they lay apart. */
export type Measured = { median: number; low: number; high: number };

/** A line of the table: what Millrace did beside its reference of the same run. */
export type BenchRow = {
  what: string;
  floor: string;
  aim: string;
  /** With unit, as it is printed. */
  measured: string;
  reference: string;
  ratio: string;
  meets: boolean;
};

/** Middle and bounds of repetitions. */
export function summary(values: readonly number[]): Measured {
  const sorted = [...values].sort((left, right) => left - right);
  return { median: percentile(sorted, 0.5), low: sorted[0] ?? 0, high: sorted.at(-1) ?? 0 };
}

/** The value below which a share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Does something again and again and gives how long each took, in milliseconds. */
export async function timed(times: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const durations: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const start = performance.now();
    await work(index);
    durations.push(performance.now() - start);
  }
  return durations;
}

/** Repeats a measurement. */
export async function repeated(times: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let round = 0; round < times; round += 1) values.push(await measure());
  return values;
}

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** A number with its unit and the range of the repetitions. */
export const withSpread = ({ median, low, high }: Measured, unit: string): string => `${digits(median)} ${unit} (${digits(low)} to ${digits(high)})`;

/** A number with its unit. */
export const withUnit = (value: number, unit: string): string => `${digits(value)} ${unit}`;
