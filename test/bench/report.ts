import type { BenchRow } from './measure.ts';

/** Where and when it was measured. */
export type BenchMachine = { cores: number; model: string; memoryGb: number; node: string; at: Date; isLong: boolean };

/** The page `docs/benchmarks.md`. */
export function report(rows: readonly BenchRow[], { cores, model, memoryGb, node, at, isLong }: BenchMachine): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = rows.map(
    ({ what, floor, aim, measured, reference, ratio, meets }) =>
      `| ${[what, measured, reference, ratio, floor, aim, meets ? 'yes' : '**no**'].map(cell).join(' | ')} |`,
  );
  return `# Benchmarks

Written by \`npm run bench${isLong ? ' -- --long' : ''}\`; do not edit by hand. Every number is the median of its repetitions, with the lowest and the highest beside it. What depends on the
machine is given beside a reference that was taken in the same run, on the same Postgres, which writes to the disk before it answers.

${at.toISOString().slice(0, 10)}, ${cores} cores (${model}), ${memoryGb} GB, Node ${node}. Product, Postgres and load share these cores.${isLong ? '' : ' Short form: the queue and the history are smaller than the goals ask for, `-- --long` takes the full sizes.'}

| what | measured | reference | ratio | floor | aim | meets the floor |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

How each is measured: \`test/bench/rows/\`; the references: \`test/bench/references.ts\`.
`;
}
