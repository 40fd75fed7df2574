import { mkdir } from 'node:fs/promises';
import { DependencyFailure, ToolFailure, type Source, type Toolchain } from '../language.ts';
import { nearNameHint } from '../near-name.ts';
import { withoutAddresses } from '../registry-answer.ts';
import { wantedOf, type Wanted } from './imports.ts';
import { findInstaller, type Installer } from './installer.ts';
import { findInterpreter, missingPython } from './interpreter.ts';
import { nameInRequirement } from './package-names.ts';
import { parsePython } from './parser-process.ts';
import { SourceBuildFailure } from './source-packages.ts';

/** A requirement, with the path of the script that has it where that is not the entry. */
type WantedSomewhere = Wanted & { importer: string | null };

/** Resolves what a script and everything that it imports needs to one lock; `''` when it needs nothing. */
export async function resolve(source: Source, toolchain: Toolchain, choose = findInstaller): Promise<string> {
  const wanted = await collectWanted(source);
  const [first] = wanted;
  if (!first) return '';
  const interpreter = await findInterpreter(toolchain);
  if (interpreter === null) throw new DependencyFailure(first.specifier, missingPython, first.line);
  await mkdir(toolchain.cacheDirectory, { recursive: true });
  const installer: Installer = await choose(interpreter, toolchain);
  toolchain.log(`Resolving ${wanted.map(({ requirement }) => requirement).join(', ')} with ${installer.name}`);
  try {
    const { versions, fromSource } = await installer.lock(wanted.map(({ requirement }) => requirement));
    const lines = versions.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    const built = fromSource.length === 0 ? '' : `# built from source: ${fromSource.join(' ')}\n`;
    return `# py: ${interpreter.version}\n${built}${lines.join('\n')}\n`;
  } catch (error) {
    if (error instanceof SourceBuildFailure) throw sourceFailure(error, wanted);
    throw error instanceof ToolFailure ? failureOf(error, wanted) : error;
  }
}

async function collectWanted(source: Source): Promise<WantedSomewhere[]> {
  const files = [{ path: source.path, content: source.content }, ...source.imported.filter((script) => script.language === 'python3')];
  const lists = await Promise.all(
    files.map(async ({ path, content }) => {
      const { imports } = await parsePython(content);
      return wantedOf(imports).map((wanted) => ({ ...wanted, importer: path === source.path ? null : path }));
    }),
  );
  // A requirements block of the entry overrides what its imports would ask for.
  const [own = [], ...others] = lists;
  const hasBlock = /^#\s*requirements:\s*$/m.test(source.content);
  const all = hasBlock ? own : [own, ...others].flat();
  return [...new Map(all.map((wanted) => [wanted.requirement, wanted])).values()];
}

function failureOf(failure: ToolFailure, wanted: readonly WantedSomewhere[]): DependencyFailure {
  const answer = failure.stderr.replace(/\s+/g, ' ');
  const culprit = firstMentioned(answer, wanted);
  const importedBy = culprit.importer === null ? '' : ` (imported by ${culprit.importer})`;
  return new DependencyFailure(culprit.specifier, inWords(answer, culprit) + importedBy, culprit.importer === null ? culprit.line : null);
}

/** What was asked for where that is the package itself; otherwise the package, which something else needs. */
function sourceFailure({ packageName, reason }: SourceBuildFailure, wanted: readonly WantedSomewhere[]): DependencyFailure {
  const own = wanted.find(({ requirement }) => nameInRequirement(requirement) === packageName);
  return new DependencyFailure(own?.specifier ?? packageName, reason, own?.importer === null ? own.line : null);
}

/** The requirement that the answer speaks of first. */
function firstMentioned(answer: string, wanted: readonly WantedSomewhere[]): WantedSomewhere {
  const text = answer.toLowerCase().replace(/[_.]/g, '-');
  const places = wanted
    .map((one) => ({ one, place: text.search(new RegExp(`(?<![a-z0-9-])${nameInRequirement(one.requirement)}(?![a-z0-9-])`)) }))
    .filter(({ place }) => place !== -1);
  return places.sort((left, right) => left.place - right.place)[0]?.one ?? (wanted[0] as WantedSomewhere);
}

function inWords(answer: string, { requirement, specifier }: Wanted): string {
  const name = nameInRequirement(requirement);
  const hint =
    name === nameInRequirement(specifier)
      ? ''
      : ` (the import "${specifier}" is looked for as "${requirement}"; name another one in a "# requirements:" comment)`;
  if (/was not found in the package registry|from versions: none/.test(answer)) return `the registry has no package called "${name}" for this Python${hint}.${nearNameHint(name, 'pypi')}`;
  const version =
    /there is no version of \S*?((?:==|>=|<=|~=|>|<)[^\s,]+)/.exec(answer)?.[1] ??
    /No matching distribution found for [^=<>~\s]+((?:==|>=|<=|~=|>|<)\S+)/.exec(answer)?.[1];
  if (version !== undefined) return `the registry has the package, but no version that matches "${version}"${hint}.`;
  if (/no usable wheels|no wheels|no-binary|only-binary/i.test(answer))
    return `the registry has "${name}" only as source; packages need a wheel for this Python${hint}.`;
  const cause = /(?:cause:|╰─▶|ERROR:)\s*(.*?)(?:, we can conclude|$)/.exec(answer)?.[1] ?? answer;
  return `${withoutAddresses(cause).replace(/\.?$/, '.')}${hint}`;
}
