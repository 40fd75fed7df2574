import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assetPath, sdkDirectory } from '../assets.ts';
import { buildOnce } from '../build-once.ts';
import { DependencyFailure, ScriptFailure, ToolFailure, type Launch, type Source, type Toolchain } from '../language.ts';
import { findInstaller } from './installer.ts';
import { findInterpreter, missingPython, type Interpreter } from './interpreter.ts';
import { parsePython } from './parser-process.ts';
import { SourceBuildFailure } from './source-packages.ts';

/** Changed when the layout of a prepared folder changes, so that older ones are not used. */
const layout = '1';

/**
 * Makes the folder that the harness loads: the sources as packages by their paths, compiled ahead, and one folder with
 * all packages of the lock, shared by every script that has the same lock.
 */
export async function prepare(source: Source, hash: string, toolchain: Toolchain): Promise<Launch> {
  const interpreter = await findInterpreter(toolchain);
  if (interpreter === null) throw new ScriptFailure({ name: 'LanguageError', message: missingPython, code: 'language/unavailable' });
  const packages = source.lock ? await installPackages(source.lock, interpreter, toolchain) : null;
  const sdk = sdkDirectory('python');
  const key = digest([
    layout,
    hash,
    interpreter.fullVersion,
    toolchain.cacheDirectory,
    source.path,
    source.content,
    source.lock ?? '',
    ...source.imported.flatMap((script) => [script.path, script.content]),
  ]);
  const folder = await buildOnce(join(toolchain.cacheDirectory, 'code', key), (temporary) =>
    layOut(source, temporary, { packages, sdk }, interpreter, toolchain),
  );
  const harness = assetPath(import.meta.dirname, 'harness');
  return {
    // Without `site` the interpreter starts faster and sees no packages of the machine; nothing may be written beside the code.
    command: [interpreter.binary, '-S', '-s', '-B', '-X', 'utf8', join(harness, 'main.py'), folder],
    environment: { PYTHONPATH: packages ?? '', PYTHONDONTWRITEBYTECODE: '1', PYTHONNOUSERSITE: '1' },
    readOnly: [...interpreter.folders, harness, folder, sdk, ...(packages ? [packages] : [])],
    protocol: 'warm',
    ...(packages === null ? { codeFolder: folder } : {}),
  };
}

function installPackages(lock: string, interpreter: Interpreter, toolchain: Toolchain): Promise<string> {
  return buildOnce(join(toolchain.cacheDirectory, 'packages', digest([interpreter.version, lock])), async (temporary) => {
    const installer = await findInstaller(interpreter, toolchain);
    toolchain.log(`Installing packages with ${installer.name}`);
    await installer.install(lock, temporary).catch((error: unknown) => {
      throw error instanceof SourceBuildFailure ? new DependencyFailure(error.packageName, error.reason, null) : error;
    });
  });
}

async function layOut(
  source: Source,
  folder: string,
  places: { packages: string | null; sdk: string },
  interpreter: Interpreter,
  toolchain: Toolchain,
): Promise<void> {
  const files = [{ path: source.path, content: source.content }, ...source.imported.filter((script) => script.language === 'python3')];
  for (const { path, content } of files) {
    const file = join(folder, 'source', `${path}.py`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const { signature } = await parsePython(source.content);
  const parameters = signature.arguments.map(({ name, isPositionalOnly, isConverted }) => ({ name, isPositionalOnly, isConverted }));
  await writeFile(
    join(folder, 'launch.json'),
    JSON.stringify({ entry: source.path, parameters, resources: signature.resources.filter((name) => /^[A-Za-z_]\w*$/.test(name)), ...places }),
  );
  await compile(folder, interpreter, toolchain);
}

/** Byte code is checked by nothing at run time: the folder never changes. What does not compile fails when the job runs, with its place. */
async function compile(folder: string, interpreter: Interpreter, toolchain: Toolchain): Promise<void> {
  await toolchain
    .runTool([interpreter.binary, '-S', '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash', 'source'], { directory: folder })
    .catch((error: unknown) => {
      if (!(error instanceof ToolFailure) || error.exitCode === null) throw error;
    });
}

function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 40);
}
