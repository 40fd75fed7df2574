import type { Bench } from '../bench.ts';
import { percentile, repeated, summary, timed, withSpread, withUnit, type BenchRow } from '../measure.ts';
import { bareBunStartMs, bareCommitMs, graphileRate } from '../references.ts';

const noop = 'export function main(n: number) { return n; }';

/** Median of one call after another of the endpoint that waits, in milliseconds. */
export async function syncMedianMs(bench: Bench, path: string, calls: number): Promise<number> {
  await timed(20, (n) => bench.post(`/jobs/run_wait_result/p/${path}`, { n }));
  return percentile(await timed(calls, (n) => bench.post(`/jobs/run_wait_result/p/${path}`, { n })), 0.5);
}

/** How many warm jobs end per second, beside what the queue alone can do. */
export async function throughputRow(bench: Bench): Promise<BenchRow> {
  const path = await bench.deploy('noop', noop);
  await bench.throughput(path, 500);
  const count = bench.isLong ? 20_000 : 5_000;
  const reference = summary(await repeated(3, () => graphileRate(bench, count * 4)));
  const measured = summary(await repeated(5, () => bench.throughput(path, count)));
  const ratio = measured.median / reference.median;
  return {
    what: 'Warm TypeScript jobs, each in its own sandboxed runner, end to end',
    floor: '≥ 10 % of the reference',
    aim: '4,000/s',
    measured: withSpread(measured, '/s'),
    reference: `graphile-worker, batched, doing nothing: ${withSpread(reference, '/s')}`,
    ratio: `${(ratio * 100).toFixed(1)} %`,
    meets: ratio >= 0.1,
  };
}

/** A call that waits, beside a bare commit: 40 commits are 8 ms where one takes 0.2 ms. */
export async function syncRow(bench: Bench): Promise<BenchRow> {
  const path = await bench.deploy('noop', noop);
  const commitMs = await bareCommitMs(bench);
  const measured = summary(await repeated(5, () => syncMedianMs(bench, path, 200)));
  const ratio = measured.median / commitMs;
  return {
    what: 'Run and wait for the result, warm, one after another, p50',
    floor: '≤ 40 × the reference (8 ms at 0.2 ms)',
    aim: '4 ms',
    measured: withSpread(measured, 'ms'),
    reference: `a bare commit: ${withUnit(commitMs, 'ms')}`,
    ratio: `${ratio.toFixed(1)} ×`,
    meets: ratio <= 40 || measured.median <= 8,
  };
}

/** A process of its own for each job, beside starting the runtime for nothing. */
export async function coldRow(bench: Bench): Promise<BenchRow> {
  const path = await bench.deploy('cold', noop, { isolation: 'fresh' });
  const reference = summary(await repeated(5, bareBunStartMs));
  const measured = summary(await repeated(5, () => syncMedianMs(bench, path, 10)));
  const ratio = measured.median / reference.median;
  return {
    what: 'Cold TypeScript job with a cached bundle (`isolation: fresh`), p50',
    floor: '≤ 4 × the reference',
    aim: '2 ×',
    measured: withSpread(measured, 'ms'),
    reference: `\`bun -e 0\`: ${withSpread(reference, 'ms')}`,
    ratio: `${ratio.toFixed(1)} ×`,
    meets: ratio <= 4,
  };
}

/** What large results cost. */
export async function resultSizeRow(bench: Bench): Promise<BenchRow> {
  const small = await bench.deploy('small_result', 'export function main(n: number) { return "x".repeat(1_000); }');
  const large = await bench.deploy('large_result', 'export function main(n: number) { return "x".repeat(160_000); }');
  await bench.throughput(small, 100);
  await bench.throughput(large, 100);
  const reference = summary(await repeated(3, () => bench.throughput(small, 1_000)));
  const measured = summary(await repeated(3, () => bench.throughput(large, 1_000)));
  const ratio = measured.median / reference.median;
  return {
    what: 'Results of 160 KB',
    floor: '≥ 70 % of the reference',
    aim: '90 %',
    measured: withSpread(measured, '/s'),
    reference: `results of 1 KB: ${withSpread(reference, '/s')}`,
    ratio: `${(ratio * 100).toFixed(0)} %`,
    meets: ratio >= 0.7,
  };
}
