import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce, exists } from '../build-once.ts';
import { ToolFailure, type Toolchain } from '../language.ts';
import type { Interpreter } from './interpreter.ts';

let isOnPath: Promise<boolean> | undefined;

/** Path of uv: that of the machine, or one installed from PyPI into the cache; `null` where neither can be had, then pip does the work. */
export async function findUv(interpreter: Interpreter, toolchain: Toolchain): Promise<string | null> {
  isOnPath ??= toolchain.runTool(['uv', '--version'], { directory: process.cwd(), timeoutMs: 20_000 }).then(() => true, () => false);
  if (await isOnPath) return 'uv';
  const directory = join(toolchain.cacheDirectory, 'tools', 'uv');
  const binary = join(directory, 'bin', process.platform === 'win32' ? 'uv.exe' : 'uv');
  if (await exists(binary)) return binary;
  try {
    await mkdir(toolchain.cacheDirectory, { recursive: true });
    await buildOnce(directory, async (temporary) => {
      toolchain.log('Installing uv');
      await toolchain.runTool([interpreter.binary, '-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary=:all:', '--target', temporary, 'uv'], { directory: toolchain.cacheDirectory });
    });
    return (await exists(binary)) ? binary : null;
  } catch (error) {
    if (error instanceof ToolFailure) return null;
    throw error;
  }
}
