import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Toolchain } from '../language.ts';
import type { Interpreter } from './interpreter.ts';
import { findUv } from './uv.ts';

/**
 * A package manager. Both kinds take wheels only: building a source package would run its code outside of any sandbox,
 * with the rights of the worker.
 */
export type Installer = {
  name: 'uv' | 'pip';
  /** Exact versions of everything that the requirements need, one `name==version` per line. */
  lock(requirements: readonly string[]): Promise<string>;
  /** Installs exactly what a lock names into a folder. */
  install(lock: string, directory: string): Promise<void>;
};

/** uv where it is there or can be had, pip otherwise. */
export async function findInstaller(interpreter: Interpreter, toolchain: Toolchain): Promise<Installer> {
  const uv = await findUv(interpreter, toolchain);
  return uv === null ? pipInstaller(interpreter, toolchain) : uvInstaller(uv, interpreter, toolchain);
}

function uvInstaller(uv: string, interpreter: Interpreter, toolchain: Toolchain): Installer {
  const environment = { UV_CACHE_DIR: join(toolchain.cacheDirectory, 'downloads'), UV_NO_PROGRESS: '1', UV_PYTHON_DOWNLOADS: 'never', NO_COLOR: '1' };
  const options = { directory: toolchain.cacheDirectory, environment };
  return {
    name: 'uv',
    lock: async (requirements) => {
      const { stdout } = await toolchain.runTool(
        [uv, 'pip', 'compile', '-', '--no-header', '--no-annotate', '--only-binary', ':all:', '--python', interpreter.binary],
        { ...options, input: `${requirements.join('\n')}\n` },
      );
      return stdout;
    },
    install: async (lock, directory) => {
      await toolchain.runTool(
        [uv, 'pip', 'install', '--no-deps', '--only-binary', ':all:', '--compile-bytecode', '--python', interpreter.binary, '--target', directory, '-r', '-'],
        { ...options, input: lock },
      );
    },
  };
}

type PipReport = { install: { metadata: { name: string; version: string } }[] };

/** The fallback, with the package manager that Python brings. */
export function pipInstaller(interpreter: Interpreter, toolchain: Toolchain): Installer {
  const command = [interpreter.binary, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
  return {
    name: 'pip',
    lock: (requirements) =>
      withRequirements(requirements.join('\n'), toolchain, async (file, directory) => {
        const { stdout } = await toolchain.runTool([...command, '--dry-run', '--ignore-installed', '--report', '-', '-r', file], { directory });
        const { install } = JSON.parse(stdout) as PipReport;
        return install
          .map(({ metadata }) => `${metadata.name.toLowerCase()}==${metadata.version}\n`)
          .sort()
          .join('');
      }),
    install: (lock, target) =>
      withRequirements(lock, toolchain, async (file, directory) => {
        await toolchain.runTool([...command, '--no-deps', '--target', target, '-r', file], { directory });
      }),
  };
}

async function withRequirements<Result>(text: string, toolchain: Toolchain, work: (file: string, directory: string) => Promise<Result>): Promise<Result> {
  await mkdir(toolchain.cacheDirectory, { recursive: true });
  const directory = await mkdtemp(join(toolchain.cacheDirectory, 'resolve-'));
  try {
    const file = join(directory, 'requirements.txt');
    await writeFile(file, `${text}\n`);
    return await work(file, directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
