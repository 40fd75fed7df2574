import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { JsonObject } from '../common/json.ts';
import { availableSandboxes, TestPool } from './fixtures/test-pool.ts';

// Real processes on a machine that may be busy with other suites.
jest.setTimeout(60_000);

const fixtures = join(import.meta.dirname, 'fixtures');

/** A version whose code is one file of its own name. */
function versionIn(pool: TestPool, name: string): string {
  const folder = join(pool.dataDirectory, 'cache', name);
  mkdirSync(join(folder, 'source'), { recursive: true });
  writeFileSync(join(folder, 'source', `${name}.txt`), name);
  writeFileSync(join(folder, 'launch.json'), '{}');
  return folder;
}

/** Runs a job of a version for an identity. */
function run(pool: TestPool, codeFolder: string, key: string, args: JsonObject, isolation: 'warm' | 'fresh' = 'warm') {
  const command = [process.execPath, join(fixtures, 'harness.mjs'), codeFolder];
  return pool.launch({ command, environment: {}, readOnly: [fixtures, process.execPath, codeFolder], protocol: 'warm', codeFolder }, args, { key, isolation });
}

/** Waits until runners are kept ahead. */
async function untilKept(pool: TestPool, parked: number): Promise<void> {
  while (pool.pool.stats().parked < parked) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe.each(await availableSandboxes())('under %s, a runner that was started before its version was known', (sandbox) => {
  const open = () => TestPool.open(sandbox);

  it('serves the first job of another version for another identity, with the code of that one alone', async () => {
    await using pool = await open();
    await run(pool, versionIn(pool, 'one'), 'one@ada', { do: 'served' });
    await untilKept(pool, 3);
    const { started } = pool.pool.stats();
    const two = await run(pool, versionIn(pool, 'two'), 'two@bob', { do: 'code' });
    expect((two.result as string[]).sort()).toEqual(['launch.json', 'source']);
    expect(pool.pool.stats().started).toBe(started);
    expect((await run(pool, versionIn(pool, 'two'), 'two@bob', { do: 'served' })).result).toBe(2);
    expect((await run(pool, versionIn(pool, 'one'), 'one@ada', { do: 'served' })).result).toBe(2);
  });

  it('belongs to whom it was given: nobody else finds it', async () => {
    await using pool = await open();
    await run(pool, versionIn(pool, 'one'), 'one@ada', { do: 'served' });
    await untilKept(pool, 3);
    await run(pool, versionIn(pool, 'two'), 'two@bob', { do: 'served' });
    expect((await run(pool, versionIn(pool, 'two'), 'two@carol', { do: 'served' })).result).toBe(1);
    expect((await run(pool, versionIn(pool, 'one'), 'one@carol', { do: 'served' })).result).toBe(1);
  });

  it('cannot change its code', async () => {
    await using pool = await open();
    const folder = versionIn(pool, 'one');
    await run(pool, folder, 'one@ada', { do: 'served' });
    await untilKept(pool, 3);
    expect((await run(pool, folder, 'one@bob', { do: 'write_code' })).result).toMatch(/^refused/);
  });

  it('serves one job where each is to have a process of its own, and is replaced', async () => {
    await using pool = await open();
    const folder = versionIn(pool, 'one');
    for (let count = 0; count < 5; count += 1) expect((await run(pool, folder, 'one@ada', { do: 'served' }, 'fresh')).result).toBe(1);
    await untilKept(pool, 2);
  });

  it('is not kept where no idle processes are to be', async () => {
    await using pool = await TestPool.open(sandbox, { parkedRunners: 0 });
    await run(pool, versionIn(pool, 'one'), 'one@ada', { do: 'served' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pool.pool.stats().parked).toBe(0);
  });
});
