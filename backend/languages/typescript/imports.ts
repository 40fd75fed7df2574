import { Visitor, type Expression } from 'oxc-parser';
import type { Imports } from '../language.ts';
import { resolveScriptPath } from '../script-path.ts';
import { positionAt } from '../source-position.ts';
import type { SourceFile } from './source-file.ts';
import { classifySpecifier, withoutEnding } from './specifier.ts';

/** An import where it stands: the positions are those of the string literal, quotes included. */
export type ImportReference = { specifier: string; start: number; end: number };

/** Packages and scripts that the source imports by `import`, `export … from`, `import()` or `require()`; types alone need nothing at run time. */
export function importsOf(references: readonly ImportReference[], content: string, path: string): Imports {
  const packages = new Map<string, number>();
  const scripts = new Set<string>();
  for (const reference of references) {
    const kind = classifySpecifier(reference.specifier);
    if (kind === 'script') {
      const script = resolveScriptPath(path, withoutEnding(reference.specifier));
      if (script !== null && script !== path) scripts.add(script);
    } else if (kind !== 'builtin' && !packages.has(reference.specifier)) {
      packages.set(reference.specifier, positionAt(content, reference.start).line);
    }
  }
  return { packages: [...packages].map(([specifier, line]) => ({ specifier, line })), scripts: [...scripts] };
}

/** Every import of a parsed file whose name is written out, in the order of the text. */
export function importReferences(file: SourceFile): ImportReference[] {
  const references: ImportReference[] = [];
  const add = (node: Expression | { type: 'Literal'; value: unknown; start: number; end: number } | null | undefined): void => {
    if (node?.type === 'Literal' && typeof node.value === 'string') references.push({ specifier: node.value, start: node.start, end: node.end });
  };
  const visitor = new Visitor({
    ImportDeclaration: (node) => {
      if (node.importKind !== 'type') add(node.source);
    },
    ExportAllDeclaration: (node) => {
      if (node.exportKind !== 'type') add(node.source);
    },
    ExportNamedDeclaration: (node) => {
      if (node.exportKind !== 'type') add(node.source);
    },
    ImportExpression: (node) => add(node.source),
    CallExpression: (node) => {
      const [argument] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'require' && argument?.type === 'Literal') add(argument);
    },
  });
  visitor.visit(file.program);
  return references.sort((left, right) => left.start - right.start);
}
