import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Path of the Bun binary that the `bun` package brings, on every platform; `null` when the package is not installed. */
export function bunBinary(): string | null {
  try {
    const binary = join(dirname(require.resolve('bun/package.json')), 'bin', 'bun.exe');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}
