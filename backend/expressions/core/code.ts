import type { SourceRange } from './expression-problem.ts';
import { lastStatement, type Syntax } from './syntax.ts';

/**
 * Turns a checked source into the body of a function that returns its value: `await` in front of a lookup becomes spaces, and
 * the last expression of a block gets a `return`. Nothing else is rewritten, so that what runs is what the author reads.
 */
export function generateCode(source: string, syntax: Syntax, awaits: readonly SourceRange[]): string {
  let text = source;
  for (const { start } of awaits) text = `${text.slice(0, start)}     ${text.slice(start + 'await'.length)}`;
  if (syntax.kind === 'expression') return `return (\n${text.slice(0, syntax.root.end)}\n)`;
  const last = lastStatement(syntax.root);
  if (last?.type !== 'ExpressionStatement') return text;
  return `${text.slice(0, last.start)}return (${text.slice(last.expression.start, last.expression.end)}\n)`;
}
