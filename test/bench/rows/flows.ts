import type { Bench } from '../bench.ts';
import { repeated, summary, withSpread, withUnit, type BenchRow } from '../measure.ts';
import { bareCommitMs } from '../references.ts';

/** The least that a step can do, in each language. */
const light = {
  bun: { what: 'TypeScript', content: 'export const main = (n: number) => n + 1;', floorS: 0.5, aim: '0.2 s' },
  python3: { what: 'Python', content: 'def main(n: int):\n    return n + 1\n', floorS: 0.6, aim: '0.2 s' },
  bash: { what: 'Bash', content: 'n="$1"\necho $((n + 1))', floorS: null, aim: '' },
} as const;

type Language = keyof typeof light;

const sequentialSteps = 40;

/** Flows of many light steps, each a warm isolated job of its own. */
export async function flowRows(bench: Bench): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const language of Object.keys(light) as Language[]) rows.push(await sequentialRow(bench, language));
  rows.push(await parallelRow(bench));
  return rows;
}

/** A loop of 5,000 iterations at once, and a flow of 1,000 steps one after the other; without `--long` a fifth. */
export async function largeFlowRows(bench: Bench): Promise<BenchRow[]> {
  const [wide, deep] = bench.isLong ? [5_000, 1_000] : [1_000, 200];
  const script = await bench.deploy('light', light.bun.content);
  const narrow = await perStepMs(bench, 'narrow', wide / 10, [loopOf(script, wide / 10)]);
  const width = await perStepMs(bench, 'wide', wide, [loopOf(script, wide)]);
  const short = await perStepMs(bench, 'short', deep / 10, stepsOf(script, deep / 10));
  const depth = await perStepMs(bench, 'deep', deep, stepsOf(script, deep));
  return [
    largeRow(`Parallel loop of ${wide.toLocaleString('en')} iterations`, width, `of ${(wide / 10).toLocaleString('en')}`, narrow),
    largeRow(`Flow of ${deep.toLocaleString('en')} steps`, depth, `of ${deep / 10}`, short),
  ];
}

async function sequentialRow(bench: Bench, language: Language): Promise<BenchRow> {
  const { what, content, floorS, aim } = light[language];
  const steps = Array.from({ length: sequentialSteps }, (_, index) => ({
    id: `s${index}`,
    value: {
      type: 'rawscript',
      language,
      content,
      input_transforms: { n: { type: 'javascript', expr: index === 0 ? (language === 'bash' ? "'0'" : '0') : 'previous_result' } },
    },
  }));
  const path = await deployFlow(bench, `forty_${language}`, steps);
  await runMs(bench, path);
  const commitMs = await bareCommitMs(bench);
  const measured = summary(await repeated(5, () => runMs(bench, path)));
  return {
    what: `Flow of ${sequentialSteps} light sequential steps, each a warm isolated job: ${what}`,
    floor: floorS === null ? '' : `≤ ${floorS} s`,
    aim,
    measured: withSpread(measured, 'ms'),
    reference: `a bare commit: ${withUnit(commitMs, 'ms')}`,
    ratio: `${(measured.median / sequentialSteps / commitMs).toFixed(1)} × a step`,
    meets: floorS === null || measured.median <= floorS * 1000,
  };
}

async function parallelRow(bench: Bench): Promise<BenchRow> {
  const iterations = 400;
  const script = await bench.deploy('light', light.bun.content);
  const path = await deployFlow(bench, 'parallel', [loopOf(script, iterations)]);
  await runMs(bench, path);
  const alone = summary(await repeated(3, () => bench.throughput(script, iterations)));
  const measured = summary((await repeated(5, () => runMs(bench, path))).map((ms) => (iterations / ms) * 1000));
  const ratio = measured.median / alone.median;
  return {
    what: `Parallel loop of ${iterations} light iterations`,
    floor: '',
    aim: '',
    measured: withSpread(measured, '/s'),
    reference: `the same jobs without a flow: ${withSpread(alone, '/s')}`,
    ratio: `${(ratio * 100).toFixed(0)} %`,
    meets: true,
  };
}

function largeRow(what: string, measuredMs: number, ofWhat: string, referenceMs: number): BenchRow {
  const ratio = measuredMs / referenceMs;
  return {
    what: `${what}: time for each`,
    floor: '≤ 1.5 × the reference',
    aim: '1 ×',
    measured: withUnit(measuredMs, 'ms'),
    reference: `${ofWhat}: ${withUnit(referenceMs, 'ms')}`,
    ratio: `${ratio.toFixed(2)} ×`,
    meets: ratio <= 1.5,
  };
}

async function perStepMs(bench: Bench, name: string, count: number, modules: readonly object[]): Promise<number> {
  const path = await deployFlow(bench, name, modules);
  return (await runMs(bench, path)) / count;
}

const input = (expr: string): object => ({ n: { type: 'javascript', expr } });

const stepsOf = (script: string, count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    value: { type: 'script', path: script, input_transforms: input(index === 0 ? '0' : 'previous_result') },
  }));

const loopOf = (script: string, count: number): object => ({
  id: 'loop',
  value: {
    type: 'forloopflow',
    parallel: true,
    skip_failures: false,
    iterator: { type: 'static', value: Array.from({ length: count }, (_, index) => index) },
    modules: [{ id: 'a', value: { type: 'script', path: script, input_transforms: input('flow_input.iter.value') } }],
  },
});

async function deployFlow(bench: Bench, name: string, modules: readonly object[]): Promise<string> {
  await bench.put(`/flows/u/admin/${name}`, { value: { modules } });
  return `u/admin/${name}`;
}

async function runMs(bench: Bench, path: string): Promise<number> {
  const start = performance.now();
  await bench.post(`/jobs/run_wait_result/f/${path}`, {}, '?wait_s=600');
  return performance.now() - start;
}
