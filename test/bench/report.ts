import type { BenchRow } from './measure.ts';

/** Where and when it was measured. */
export type BenchMachine = { cores: number; model: string; memoryGb: number; node: string; at: Date; isLong: boolean };

const apartHeading = '## Measured by themselves';

/**
 * The page with measurements that were asked for by their names, each with its date and how busy the machine was: they are no part of one run with the
 * table, so they stand below it. A newer one takes the place of the one before.
 */
export function withApart(page: string, rows: readonly BenchRow[], { at, isLong }: Pick<BenchMachine, 'at' | 'isLong'>, load: number): string {
  const [table = '', apart = ''] = page.split(`\n${apartHeading}\n`);
  const head = '| what | measured | reference | ratio | floor | meets the floor | when | load before |\n| --- | --- | --- | --- | --- | --- | --- | --- |';
  const before = apart.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what |') && !line.startsWith('| --- |'));
  const when = `${at.toISOString().slice(0, 10)}${isLong ? ', long form' : ''}`;
  const lines = rows.map(
    ({ what, measured, reference, ratio, floor, meets }) =>
      `| ${[what, measured, reference, ratio, floor, meets ? 'yes' : '**no**', when, load.toFixed(1)].map(cell).join(' | ')} |`,
  );
  const kept = before.filter((line) => !rows.some(({ what }) => line.startsWith(`| ${cell(what)} |`)));
  return `${table.trimEnd()}\n\n${apartHeading}\n\n${head}\n${[...kept, ...lines].join('\n')}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page `docs/benchmarks.md`. */
export function report(rows: readonly BenchRow[], { cores, model, memoryGb, node, at, isLong }: BenchMachine): string {
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
