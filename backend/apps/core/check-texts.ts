import { closest } from '../../expressions/core/closest.ts';
import { childNodes } from '../../expressions/core/syntax.ts';
import { textFunction } from '../../expressions/core/texts.ts';
import type { AppDocument } from '../app.contract.ts';
import type { AppProblem } from './check.ts';
import { expressionsIn, holdersOf, parseIn } from './expressions.ts';
import { textKeys } from './texts.ts';

type Syntax = NonNullable<ReturnType<typeof parseIn>['syntax']>;
type Node = Syntax['root'] | ReturnType<typeof childNodes>[number];
/** A text that an expression asks for by a key that stands in its source. */
type Asked = { readonly key: string; readonly start: number; readonly end: number };

/** Texts that expressions ask for and that no language has. */
export function checkTexts(document: AppDocument): AppProblem[] {
  const keys = textKeys(document);
  const known = new Set(keys);
  const problems: AppProblem[] = [];
  for (const holder of holdersOf(document)) {
    for (const { pointer, expr } of expressionsIn(holder.value)) {
      for (const { key, start, end } of textsAskedFor(document, expr)) {
        if (known.has(key)) continue;
        const near = closest(key, keys);
        const message = `There is no text \`${key}\` in the texts of the app.${near ? ` Did you mean \`${near}\`?` : ''}`;
        problems.push({ part: { kind: holder.kind, id: holder.id }, pointer, severity: 'error', code: 'app/unknown_text', message, start, end });
      }
    }
  }
  return problems;
}

function textsAskedFor(document: AppDocument, expr: string): Asked[] {
  // Reading an expression takes a while, and most ask for no text.
  if (!expr.includes(`${textFunction}(`)) return [];
  const { syntax } = parseIn(document, expr);
  return syntax ? [...askedBelow(syntax.root)] : [];
}

function* askedBelow(node: Node): Generator<Asked> {
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === textFunction) {
    const [key] = node.arguments;
    if (key?.type === 'Literal' && typeof key.value === 'string') yield { key: key.value, start: key.start, end: key.end };
  }
  for (const child of childNodes(node)) yield* askedBelow(child);
}
