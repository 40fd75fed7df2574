import type { ParsedExpression } from '../../expressions/core/parse.ts';

/**
 * An expression that is nothing but a lookup is a reference, which a job resolves when it starts: the value is then in no row at all.
 * `null` where it is more.
 */
export function referenceOf({ source, lookups }: Pick<ParsedExpression, 'source' | 'lookups'>): string | null {
  const [lookup] = lookups;
  if (lookups.length !== 1 || !lookup || !/^\s*(?:await\s+)?(?:variable|resource)\s*\(\s*(?:'[^'\\]*'|"[^"\\]*")\s*\)\s*;?\s*$/.test(source)) return null;
  return `${lookup.kind === 'variable' ? '$var:' : '$res:'}${lookup.path}`;
}
