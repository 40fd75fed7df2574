import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assetPath, sdkDirectory } from '../assets.ts';
import { buildOnce, exists } from '../build-once.ts';
import { ToolFailure, type Launch, type Source, type Toolchain } from '../language.ts';
import { bundleFailure, unresolvedInPackages } from './bundle-failure.ts';
import { parseLock } from './lock.ts';
import { readSource } from './reader.ts';
import { bunEnvironment } from './resolve.ts';
import { rewriteImports } from './rewrite-imports.ts';
import { findRuntime, type Runtime } from './runtime.ts';

/** Changed when the layout of a prepared folder changes, so that older ones are not used. */
const layout = '3';

/** The SDK: a bundle with an older one of them is not used. */
const sdkFiles = ['millrace.js', 'errors.js', 'workflow.js', 'replay.js'];

/** File that says that packages of this folder hold machine code. */
const nativeMark = 'has-native-code';

/** An author may ask for the same: `// nobundling`. */
const bundlesNothing = /^\/\/\s*nobundling\s*$/m;

/** Makes the folder that the harness loads: dependencies from the lock, all sources, one bundle. Done once per version. */
export async function prepare(source: Source, hash: string, toolchain: Toolchain, runtime?: Runtime): Promise<Launch> {
  const chosen = runtime ?? (await findRuntime(toolchain));
  const sdkFile = join(sdkDirectory('typescript'), 'millrace.js');
  const dependencies = source.lock && chosen.kind === 'bun' ? await installDependencies(source.lock, chosen, toolchain) : null;
  const key = digest([
    layout,
    hash,
    chosen.kind,
    chosen.version,
    source.path,
    source.content,
    source.lock ?? '',
    ...source.imported.flatMap((script) => [script.path, script.content]),
    ...(await Promise.all(sdkFiles.map((name) => readFile(join(sdkDirectory('typescript'), name), 'utf8')))),
  ]);
  const folder = await buildOnce(join(toolchain.cacheDirectory, 'bundles', key), async (temporary) => {
    await layOut(source, temporary, sdkFile, dependencies);
    if (chosen.kind === 'bun') await bundle(source, temporary, dependencies, chosen, toolchain);
    const file = chosen.kind === 'bun' ? 'main.js' : `source/${source.path}.ts`;
    const { bindings } = await readSource(source.content);
    await writeFile(
      join(temporary, 'launch.json'),
      JSON.stringify({ entry: source.path, file, parameters: bindings, usesStreams: await usesStreams(temporary, file) }),
    );
  });
  return launchOf(chosen, folder, dependencies);
}

function launchOf(runtime: Runtime, folder: string, dependencies: string | null): Launch {
  const harness = assetPath(import.meta.dirname, 'harness');
  const flags = runtime.kind === 'bun' ? ['--no-install', '--no-env-file'] : ['--experimental-transform-types', '--enable-source-maps', '--no-warnings'];
  return {
    command: [runtime.binary, ...flags, join(harness, 'main.mjs'), folder],
    // The harness serves one version only: a transpiler cache or telemetry would write where nothing may be written.
    environment: { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0', DO_NOT_TRACK: '1' },
    readOnly: [dirname(runtime.binary), harness, folder, sdkDirectory('typescript'), ...(dependencies ? [dependencies] : [])],
    protocol: 'warm',
    ...(dependencies === null ? { codeFolder: folder } : {}),
  };
}

function installDependencies(lockText: string, runtime: Runtime, toolchain: Toolchain): Promise<string> {
  const lock = parseLock(lockText);
  if (!lock) throw new Error('The lock of this version cannot be read. Deploy the script again to make a new one.');
  return buildOnce(join(toolchain.cacheDirectory, 'packages', digest([lockText])), async (temporary) => {
    await writeFile(join(temporary, 'package.json'), lock.packageJson);
    await writeFile(join(temporary, 'bun.lock'), lock.bunLock);
    // Install scripts of packages would run outside of any sandbox, with the rights of the worker.
    await toolchain.runTool([runtime.binary, 'install', '--frozen-lockfile', '--production', '--ignore-scripts'], {
      directory: temporary,
      environment: bunEnvironment(toolchain),
    });
    await mkdir(join(temporary, 'node_modules'), { recursive: true });
    if (await hasNativeCode(join(temporary, 'node_modules'))) await writeFile(join(temporary, nativeMark), '');
  });
}

/** Packages with machine code look for it beside themselves, at addresses that they compute: they cannot be moved into a bundle. */
async function hasNativeCode(directory: string): Promise<boolean> {
  return (await readdir(directory, { recursive: true })).some((name) => name.endsWith('.node'));
}

async function layOut(source: Source, folder: string, sdkFile: string, dependencies: string | null): Promise<void> {
  const files = [source, ...source.imported.filter((script) => script.language === 'bun')];
  for (const { path, content } of files) {
    const file = join(folder, 'source', `${path}.ts`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, rewriteImports(content, (await readSource(content)).imports, path, sdkFile));
  }
  await writeFile(join(folder, 'source', 'package.json'), '{"type":"module"}\n');
  if (dependencies) await symlink(join(dependencies, 'node_modules'), join(folder, 'source', 'node_modules'));
}

async function bundle(source: Source, folder: string, dependencies: string | null, runtime: Runtime, toolchain: Toolchain): Promise<void> {
  const options = { directory: folder, environment: { ...bunEnvironment(toolchain), NODE_ENV: 'production' } };
  const keepsPackages = dependencies !== null && (bundlesNothing.test(source.content) || (await exists(join(dependencies, nativeMark))));
  const command = [
    runtime.binary,
    'build',
    `source/${source.path}.ts`,
    '--target=bun',
    '--sourcemap=linked',
    '--outdir=.',
    '--entry-naming=main.[ext]',
    ...(keepsPackages ? ['--packages=external'] : []),
  ];
  const build = (external: readonly string[]): Promise<unknown> => toolchain.runTool([...command, ...external.map((name) => `--external=${name}`)], options);
  let isComplete = !keepsPackages;
  try {
    await build([]);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    // Packages try to load what is optional to them. Such a module is looked for when it is asked for, as it would be without a bundle.
    const optional = unresolvedInPackages(error);
    if (optional.length === 0) throw await bundleFailure(error, source);
    isComplete = false;
    await build(optional).catch(async (second: unknown) => {
      throw second instanceof ToolFailure ? await bundleFailure(second, source) : second;
    });
  }
  await rm(join(folder, 'source'), { recursive: true });
  if (!isComplete && dependencies) await symlink(join(dependencies, 'node_modules'), join(folder, 'node_modules'));
}

/**
 * Whether anything in the bundle may ask for `process.stdout` or `process.stderr`, which the harness has to replace, at the price of a quarter of
 * a cold start. Packages outside of the bundle are not looked through.
 */
async function usesStreams(folder: string, file: string): Promise<boolean> {
  return (await exists(join(folder, 'node_modules'))) || /\bstd(?:out|err)\b/.test(await readFile(join(folder, file), 'utf8'));
}

function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 40);
}
