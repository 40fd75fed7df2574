import { posix } from 'node:path';
import { resolveScriptPath } from '../script-path.ts';
import type { ImportReference } from './imports.ts';
import { classifySpecifier, parsePackageSpecifier, withoutEnding } from './specifier.ts';

/**
 * The source as it is laid into the build folder: version pins gone (`stripe@18` becomes `stripe`) and imports of scripts
 * turned into relative files. Edits are made at the positions of the parser, so text that only looks like an import
 * stays as it is, and no line moves. The SDK is taken from its file: every script has it without an install.
 */
export function rewriteImports(content: string, references: readonly ImportReference[], path: string, sdkFile: string): string {
  return references.reduceRight((text, { specifier, start, end }) => {
    const replacement = replacementOf(specifier, path, sdkFile);
    return replacement === null ? text : text.slice(0, start) + JSON.stringify(replacement) + text.slice(end);
  }, content);
}

function replacementOf(specifier: string, path: string, sdkFile: string): string | null {
  switch (classifySpecifier(specifier)) {
    case 'script': {
      const target = resolveScriptPath(path, withoutEnding(specifier));
      if (target === null) return null;
      const relative = posix.relative(posix.dirname(path), `${target}.ts`);
      return relative.startsWith('.') ? relative : `./${relative}`;
    }
    case 'package': {
      const parsed = parsePackageSpecifier(specifier);
      return parsed && (parsed.version !== null || specifier.startsWith('npm:')) ? parsed.name + parsed.subpath : null;
    }
    default:
      return specifier === 'millrace' ? sdkFile : null;
  }
}
