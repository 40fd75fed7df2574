import { readFileSync } from 'node:fs';
import { startProduct } from '../../support/product.ts';
import type { Bench } from '../bench.ts';
import { withUnit, type BenchRow } from '../measure.ts';

/** What a process holds in memory, in megabytes. */
export const memoryMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** Memory of server and worker when nothing happens, without Postgres and without runners. */
export function memoryRow(bench: Bench): BenchRow {
  const megabytes = memoryMb(bench.product.pid);
  return {
    what: 'Memory of server and worker, idle after the start, without Postgres',
    floor: '≤ 350 MB',
    aim: '200 MB',
    measured: withUnit(megabytes, 'MB'),
    reference: '',
    ratio: '',
    meets: megabytes <= 350,
  };
}

/** From the command to the line that says that it is ready, over data that is there: what a second start takes. */
export async function secondStartRow(): Promise<BenchRow> {
  const first = await startProduct();
  const { dataDirectory } = first;
  const environment = { MILLRACE_ADMIN_PASSWORD: first.password };
  await first.stop();
  const start = performance.now();
  const second = await startProduct({ dataDirectory, environment });
  const seconds = (performance.now() - start) / 1000;
  await second.stop();
  return {
    what: 'Second start, with its own Postgres',
    floor: '< 5 s',
    aim: '',
    measured: withUnit(seconds, 's'),
    reference: '',
    ratio: '',
    meets: seconds < 5,
  };
}
