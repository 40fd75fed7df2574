import type { Imports } from '../language.ts';
import { resolveScriptPath } from '../script-path.ts';
import { packageNamesOf } from './package-names.ts';
import { parsePython, type ParsedSource, type RawScriptImport } from './parser-process.ts';

/** A requirement of PyPI with the place that asks for it. */
export type Wanted = { requirement: string; specifier: string; line: number };

/** Packages and scripts that the source imports. */
export async function findImports(content: string, path: string): Promise<Imports> {
  const { imports } = await parsePython(content);
  return {
    packages: wantedOf(imports).map(({ specifier, line }) => ({ specifier, line })),
    scripts: [...new Set(imports.relative.flatMap((found) => scriptsOf(found, path)))].filter((script) => script !== path),
  };
}

/**
 * What is asked of PyPI: the `# requirements:` block where there is one, for it overrides all else; otherwise the imports by their
 * packages' names, with `# extra_requirements:` besides.
 */
export function wantedOf(imports: ParsedSource['imports']): Wanted[] {
  const written = (list: ParsedSource['imports']['requirements']): Wanted[] => list.map(({ requirement, line }) => ({ requirement, specifier: requirement, line }));
  if (imports.requirements.length > 0) return written(imports.requirements);
  const wanted = new Map<string, Wanted>();
  for (const { module, names, line, pin } of imports.modules) {
    for (const requirement of pin === null ? packageNamesOf(module, names) : [pin]) {
      const first = module.split('.')[0] as string;
      // A namespace such as `google` names no package by itself.
      const isNamespace = pin === null && !packageNamesOf(first, []).includes(requirement);
      if (!wanted.has(requirement)) wanted.set(requirement, { requirement, specifier: isNamespace ? module : first, line });
    }
  }
  return [...wanted.values(), ...written(imports.extra)];
}

/** `from .x import y`, `from . import x`, `from f.folder.x import y`, `from f.folder import x`, `import f.folder.x`. */
function scriptsOf({ level, module, names }: RawScriptImport, path: string): string[] {
  const parts = module === '' ? [] : module.split('.');
  const base = level === 0 ? '/' : `./${'../'.repeat(level - 1)}`;
  const isFolder = level === 0 ? parts.length < 3 : parts.length === 0;
  const targets = isFolder ? names.map((name) => [...parts, name]) : [parts];
  return targets.map((target) => resolveScriptPath(path, base + target.join('/'))).filter((script) => script !== null);
}
