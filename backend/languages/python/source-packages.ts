import { join, dirname } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { toolEnvironment } from '../../config/tool-environment.ts';
import { ToolFailure, type IsolatedEnding, type Toolchain } from '../language.ts';
import type { Interpreter } from './interpreter.ts';

/**
 * Packages that the registry has only as source. Even to ask such a package for its name runs its code, so all of it happens in a sandbox with the limits
 * of a job, with a cache that is thrown away. What comes out is a wheel, which is installed like any other, without running anything. There is no
 * compiler in it: a package that needs one is refused.
 */
export type SourcePackages = {
  /** The requirements as exact versions, with the named packages taken from source. */
  lock(requirements: readonly string[], fromSource: readonly string[]): Promise<string>;
  /** Builds the wheel of `name==version` into a folder and gives its path. */
  build(requirement: string, directory: string): Promise<string>;
};

/** A package that is there only as source could not be built; the reason is for its author. */
export class SourceBuildFailure extends Error {
  override readonly name = 'SourceBuildFailure';
  constructor(
    readonly packageName: string,
    readonly reason: string,
  ) {
    super(`${packageName}: ${reason}`);
  }
}

const buildTimeoutMs = 120_000;

const lockScript = `
cat <&3 >requirements.txt; exec 3<&-
uv=$1 python=$2; shift 2
"$uv" pip compile requirements.txt --no-header --no-annotate --only-binary :all: "$@" --python "$python" --cache-dir ./cache >lock.txt 4>&- || exit $?
cat lock.txt >&4`;

/** The first line of what it gives is the name of the file. */
const buildScript = `
exec 3<&-
"$1" -m pip wheel --quiet --no-cache-dir --disable-pip-version-check --no-deps --no-binary "$2" --wheel-dir wheels "$3" 4>&- || exit $?
cd wheels && for wheel in *.whl; do printf '%s\\n' "$wheel" >&4; cat "$wheel" >&4; exit 0; done
exit 1`;

/** @param uv absolute path of the program */
export function sourcePackages(uv: string, interpreter: Interpreter, toolchain: Toolchain): SourcePackages {
  const environment = { ...isolatedEnvironment(), CC: 'false', CXX: 'false', UV_NO_PROGRESS: '1', UV_PYTHON_DOWNLOADS: 'never', NO_COLOR: '1' };
  const run = async (names: string, script: string, args: string[], input: string): Promise<IsolatedEnding> => {
    if (toolchain.runIsolated === undefined) throw new SourceBuildFailure(names, 'the registry has it only as source, which is built on workers only.');
    const command = { script, args, environment, readOnly: [...interpreter.folders, dirname(uv)], input, timeoutMs: buildTimeoutMs };
    return await toolchain.runIsolated(command).catch((error: Error) => {
      toolchain.signal.throwIfAborted();
      throw new SourceBuildFailure(names, `the registry has it only as source, and ${error.message}.`);
    });
  };
  return {
    lock: async (requirements, fromSource) => {
      const exceptions = fromSource.flatMap((name) => ['--no-binary', name]);
      const { exitCode, output, given } = await run(fromSource.join(', '), lockScript, [uv, interpreter.binary, ...exceptions], `${requirements.join('\n')}\n`);
      if (exitCode !== 0) throw new ToolFailure([uv], exitCode, '', output);
      return given.toString('utf8');
    },
    build: async (requirement, directory) => {
      const name = nameOf(requirement);
      toolchain.log(`Building ${requirement} from source`);
      const { exitCode, output, given } = await run(name, buildScript, [interpreter.binary, name, requirement], '');
      if (exitCode !== 0) throw new SourceBuildFailure(name, `the registry has it only as source, and building it failed: ${causeOf(output)}`);
      const end = given.indexOf('\n');
      const file = given.toString('utf8', 0, end);
      if (!/^[A-Za-z0-9_.!+]+(-[A-Za-z0-9_.!+]+)*-none-any\.whl$/.test(file))
        throw new SourceBuildFailure(
          name,
          'the registry has it only as source, and it has parts that must be compiled; packages without a wheel must be pure Python.',
        );
      const path = join(directory, file);
      await writeFile(path, given.subarray(end + 1));
      return path;
    },
  };
}

/** `name==version`: the name. */
export const nameOf = (requirement: string): string => requirement.replace(/[=\s;[].*$/s, '');

/** Registries, proxies and certificates; the rest of the worker's environment means nothing inside. */
function isolatedEnvironment(): Record<string, string> {
  const kept = Object.entries(toolEnvironment()).filter(
    ([name]) => !['PATH', 'HOME', 'USER', 'TMPDIR', 'TEMP', 'TMP', 'PYENV_ROOT', 'PYENV_VERSION'].includes(name),
  );
  return Object.fromEntries(kept);
}

/** What a person can act on of pages of output. */
function causeOf(output: string): string {
  if (/\bfalse\b.*failed with exit (?:code|status) 1|command 'false'|Unable to (?:find|execute)|compiler|gcc|clang|cmake|cargo|rustc/i.test(output))
    return 'it has parts that must be compiled, and packages are built without a compiler.';
  if (/No module named pip/.test(output)) return 'the Python of this worker has no pip.';
  const lines = output.split('\n').map((line) => line.replace(/^[\s×╰─>│]+/, '').trim());
  const line = lines.findLast((text) => /^\w*(?:Error|Exception)\b.*:/.test(text)) ?? lines.findLast((text) => text !== '') ?? 'it gave no reason';
  return `${line.slice(0, 300).replace(/\.?$/, '.')}`;
}
