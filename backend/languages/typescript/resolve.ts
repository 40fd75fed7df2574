import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DependencyFailure, ToolFailure, type Source, type Toolchain } from '../language.ts';
import { nearNameHint } from '../near-name.ts';
import { withoutAddresses } from '../registry-answer.ts';
import { importsOf } from './imports.ts';
import { formatLock } from './lock.ts';
import { readSource } from './reader.ts';
import { findRuntime } from './runtime.ts';
import { parsePackageSpecifier } from './specifier.ts';

/** A package that the script or one of its imports asks for. `line` is known for the script itself only. */
type Wanted = { name: string; version: string | null; specifier: string; line: number | null; importer: string };

/** Resolves the packages of a script and of everything that it imports to one lock; `''` when it needs none. */
export async function resolve(source: Source, toolchain: Toolchain): Promise<string> {
  const wanted = mergeWanted(await collectWanted(source));
  if (wanted.size === 0) return '';
  const runtime = await findRuntime(toolchain);
  const first = [...wanted.values()][0] as Wanted;
  if (runtime.kind !== 'bun') throw new DependencyFailure(first.specifier, 'packages of npm need Bun, which does not run on this machine.', first.line);
  const packageJson = `${JSON.stringify({ dependencies: Object.fromEntries([...wanted.values()].map(({ name, version }) => [name, version ?? 'latest'])) }, null, 2)}\n`;
  await mkdir(toolchain.cacheDirectory, { recursive: true });
  const directory = await mkdtemp(join(toolchain.cacheDirectory, 'resolve-'));
  try {
    await writeFile(join(directory, 'package.json'), packageJson);
    toolchain.log(`Resolving ${[...wanted.values()].map(({ specifier }) => specifier).join(', ')}`);
    await toolchain.runTool([runtime.binary, 'install', '--lockfile-only', '--ignore-scripts'], { directory, environment: bunEnvironment(toolchain) });
    return formatLock({ packageJson, bunLock: await readFile(join(directory, 'bun.lock'), 'utf8') });
  } catch (error) {
    throw error instanceof ToolFailure ? failureOf(error, wanted) : error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Downloads are kept beside the builds, where all scripts share them. */
export function bunEnvironment(toolchain: Toolchain): Record<string, string> {
  return { BUN_INSTALL_CACHE_DIR: join(toolchain.cacheDirectory, 'downloads'), NO_COLOR: '1', CI: '1' };
}

async function collectWanted(source: Source): Promise<Wanted[]> {
  const files = [{ path: source.path, content: source.content, isEntry: true }, ...source.imported.filter((script) => script.language === 'bun').map((script) => ({ ...script, isEntry: false }))];
  const wanted = await Promise.all(files.map(async ({ path, content, isEntry }) => importsOf((await readSource(content)).imports, content, path).packages.map(({ specifier, line }) => {
    const parsed = parsePackageSpecifier(specifier);
    if (!parsed) throw new DependencyFailure(specifier, 'that is neither a package of npm nor a script of the workspace.', isEntry ? line : null);
    return { name: parsed.name, version: parsed.version, specifier, line: isEntry ? line : null, importer: path };
  })));
  return wanted.flat();
}

/** One entry per package. A pin wins over an import without one; two different pins cannot both be had. */
function mergeWanted(all: readonly Wanted[]): Map<string, Wanted> {
  const merged = new Map<string, Wanted>();
  for (const wanted of all) {
    const present = merged.get(wanted.name);
    if (present?.version && wanted.version && present.version !== wanted.version) {
      throw new DependencyFailure(wanted.specifier, `${present.importer} asks for "${present.specifier}". A script and its imports share one version: pin the same one.`, wanted.line);
    }
    if (!present || (!present.version && wanted.version)) merged.set(wanted.name, wanted);
  }
  return new Map([...merged].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function failureOf(failure: ToolFailure, wanted: ReadonlyMap<string, Wanted>): DependencyFailure {
  const lines = failure.stderr.split('\n').flatMap((line) => /^error: (.*)$/.exec(line.trim())?.[1] ?? []);
  const failed = lines.flatMap((line) => /^(@?[^@\s]+)@.* failed to resolve$/.exec(line)?.[1] ?? [])[0];
  const culprit = wanted.get(failed ?? '') ?? [...wanted.values()].find(({ name }) => lines.some((line) => line.includes(`/${name} `) || line.includes(`"${name}"`)));
  const answer = lines.find((line) => !line.endsWith('failed to resolve')) ?? 'the registry gave no answer.';
  const importedBy = culprit && culprit.line === null ? ` (imported by ${culprit.importer})` : '';
  return new DependencyFailure(culprit?.specifier ?? failed ?? [...wanted.keys()].join(', '), inWords(answer, culprit?.name ?? failed) + importedBy, culprit?.line ?? null);
}

function inWords(answer: string, name: string | undefined): string {
  if (/\b404$/.test(answer)) return `the registry has no package called "${name}" (404).${nearNameHint(name ?? '', 'npm')}`;
  const missing = /No version matching "([^"]+)"/.exec(answer);
  if (missing) return `the registry has the package, but no version that matches "${missing[1]}".`;
  return withoutAddresses(answer);
}
