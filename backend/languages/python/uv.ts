import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { toolEnvironment } from '../../config/tool-environment.ts';
import { buildOnce, exists } from '../build-once.ts';
import { ToolFailure, type Toolchain } from '../language.ts';
import type { Interpreter } from './interpreter.ts';

let installed: Promise<string | null> | undefined;

/** Absolute path of uv: that of the machine, or one installed from PyPI into the cache; `null` where neither can be had, then pip does the work. */
export async function findUv(interpreter: Interpreter, toolchain: Toolchain): Promise<string | null> {
  installed ??= findInstalled(toolchain);
  const known = await installed;
  if (known !== null) return known;
  const directory = join(toolchain.cacheDirectory, 'tools', 'uv');
  const binary = join(directory, 'bin', process.platform === 'win32' ? 'uv.exe' : 'uv');
  if (await exists(binary)) return binary;
  try {
    await mkdir(toolchain.cacheDirectory, { recursive: true });
    await buildOnce(directory, async (temporary) => {
      toolchain.log('Installing uv');
      await toolchain.runTool([interpreter.binary, '-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary=:all:', '--target', temporary, 'uv'], {
        directory: toolchain.cacheDirectory,
      });
    });
    return (await exists(binary)) ? binary : null;
  } catch (error) {
    if (error instanceof ToolFailure) return null;
    throw error;
  }
}

/** The first on the search path that works. */
async function findInstalled(toolchain: Toolchain): Promise<string | null> {
  for (const folder of (toolEnvironment()['PATH'] ?? '').split(':').filter(isAbsolute)) {
    const program = join(folder, 'uv');
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (
      isThere &&
      (await toolchain.runTool([program, '--version'], { directory: '/', timeoutMs: 20_000 }).then(
        () => true,
        () => false,
      ))
    )
      return program;
  }
  return null;
}
