import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolFailure, type Toolchain } from '../language.ts';
import type { Interpreter } from './interpreter.ts';
import { nameOf, sourcePackages } from './source-packages.ts';
import { findUv } from './uv.ts';

/**
 * A package manager. Both take wheels, which are installed without running anything of them. What is there only as source is built in a sandbox first
 * (`source-packages.ts`), with uv.
 */
export type Installer = {
  name: 'uv' | 'pip';
  /** Exact versions of everything that the requirements need, one `name==version` per line, and the names of those that must be built from source. */
  lock(requirements: readonly string[]): Promise<{ versions: string; fromSource: string[] }>;
  /** Installs exactly what a lock names into a folder. Rejects with `SourceBuildFailure` when a source cannot be built. */
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
  const sources = sourcePackages(uv, interpreter, toolchain);
  const compile = [uv, 'pip', 'compile', '-', '--no-header', '--no-annotate', '--only-binary', ':all:', '--python', interpreter.binary];
  const install = [uv, 'pip', 'install', '--no-deps', '--only-binary', ':all:', '--compile-bytecode', '--python', interpreter.binary, '--target'];
  const lockWith = async (requirements: readonly string[], fromSource: readonly string[]): Promise<{ versions: string; fromSource: string[] }> => {
    try {
      const versions =
        fromSource.length === 0
          ? (await toolchain.runTool(compile, { ...options, input: `${requirements.join('\n')}\n` })).stdout
          : await sources.lock(requirements, fromSource);
      return { versions, fromSource: fromSource.filter((name) => new RegExp(`^${name}==`, 'm').test(versions)) };
    } catch (error) {
      const missing = error instanceof ToolFailure ? withoutWheel(error.stderr) : null;
      if (missing === null || fromSource.includes(missing) || fromSource.length >= mostFromSource) throw error;
      toolchain.log(`${missing} has no wheel; taking its source`);
      return await lockWith(requirements, [...fromSource, missing]);
    }
  };
  return {
    name: 'uv',
    lock: (requirements) => lockWith(requirements, []),
    install: async (lock, directory) => {
      const built = /^# built from source: (.+)$/m.exec(lock)?.[1]?.split(' ') ?? [];
      const lines = lock.split('\n');
      const isBuilt = (line: string): boolean => built.includes(nameOf(line));
      await toolchain.runTool([...install, directory, '-r', '-'], { ...options, input: lines.filter((line) => !isBuilt(line)).join('\n') });
      for (const requirement of lines.filter(isBuilt)) {
        const folder = await mkdtemp(join(toolchain.cacheDirectory, 'wheel-'));
        try {
          await toolchain.runTool([...install, directory, await sources.build(requirement, folder)], options);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }
    },
  };
}

/** More of them, and somebody has mistaken a source tree for a package index. */
const mostFromSource = 8;

/** The package that uv has no wheel for, and needs. */
function withoutWheel(answer: string): string | null {
  return /Wheels are required for `([a-z0-9._-]+)`/i.exec(answer)?.[1] ?? null;
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
        const lines = install.map(({ metadata }) => `${metadata.name.toLowerCase()}==${metadata.version}\n`);
        return { versions: lines.sort().join(''), fromSource: [] };
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
