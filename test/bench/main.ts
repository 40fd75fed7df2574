import { cpus, loadavg, totalmem } from 'node:os';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openBench, type Bench } from './bench.ts';
import type { BenchRow } from './measure.ts';
import { report, withApart } from './report.ts';
import { agentRows, chatRows } from './rows/agents.ts';
import { appRows } from './rows/apps.ts';
import { flowRows, largeFlowRows } from './rows/flows.ts';
import { memoryRow, secondStartRow } from './rows/footprint.ts';
import { historyRows, idleRow, queueDepthRow } from './rows/load.ts';
import { coldRow, resultSizeRow, syncRow, throughputRow } from './rows/speed.ts';
import { sleepersRow, workflowRows } from './rows/workflows.ts';

/** The measurements by the name under which they can be asked for. `history` fills the table, so it comes last. */
const measurements: Record<string, (bench: Bench) => Promise<BenchRow[]>> = {
  memory: async (bench) => [memoryRow(bench)],
  idle: async (bench) => [await idleRow(bench)],
  throughput: async (bench) => [await throughputRow(bench)],
  sync: async (bench) => [await syncRow(bench)],
  cold: async (bench) => [await coldRow(bench)],
  results: async (bench) => [await resultSizeRow(bench)],
  queue: async (bench) => [await queueDepthRow(bench)],
  flows: (bench) => flowRows(bench),
  large_flows: (bench) => largeFlowRows(bench),
  workflows: (bench) => workflowRows(bench),
  sleepers: (bench) => sleepersRow(bench),
  agents: (bench) => agentRows(bench),
  chats: (bench) => chatRows(bench),
  apps: (bench) => appRows(bench),
  history: (bench) => historyRows(bench),
  start: async () => [await secondStartRow()],
};

const root = resolve(import.meta.dirname, '../..');
const words = process.argv.slice(2);
const isLong = words.includes('--long');
/** Measurements by their names are only looked at, unless they are to be kept. */
const isKept = words.includes('--keep');
const loadBefore = loadavg()[0] ?? 0;
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => !(name in measurements));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement ${unknown.join(', ')}. There are: ${Object.keys(measurements).join(', ')}. --long takes the full sizes, --keep adds what was measured to docs/benchmarks.md.\n`,
  );
  process.exit(1);
}

const rows: BenchRow[] = [];
{
  await using bench = await openBench(isLong);
  for (const [name, measure] of Object.entries(measurements)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stdout.write(`${name} …\n`);
    const found = await measure(bench);
    for (const row of found)
      process.stdout.write(`  ${row.meets ? 'meets' : 'MISSES'}  ${row.what}: ${row.measured}${row.ratio === '' ? '' : `, ${row.ratio}`}\n`);
    rows.push(...found);
  }
}
// From `dist/` as well as from the source tree.
const file = join(root.replace(/[/\\]dist$/, ''), 'docs', 'benchmarks.md');
if (isKept && names.length > 0) {
  await writeFile(file, withApart(await readFile(file, 'utf8'), rows, { at: new Date(), isLong }, loadBefore));
  process.stdout.write(`\nWritten to ${file}\n`);
}
if (names.length === 0) {
  await writeFile(
    file,
    report(rows, {
      cores: cpus().length,
      model: cpus()[0]?.model ?? 'unknown',
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      at: new Date(),
      isLong,
    }),
  );
  process.stdout.write(`\nWritten to ${file}\n`);
}
process.exitCode = rows.every(({ meets }) => meets) ? 0 : 1;
