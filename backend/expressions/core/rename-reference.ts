import type { AnyNode } from 'acorn';
import { parseExpression, type Reference } from './parse.ts';
import type { SourceRange } from './expression-problem.ts';
import { childNodes } from './syntax.ts';

/** What to rename: the root itself (`orders` in `orders.data`), or the first key below a root (`fetch` in `results.fetch`). */
export type ReferenceName = { readonly root: string } | { readonly below: string; readonly key: string };

/** A rename that would change what an expression means, because the new name is bound inside of it. */
export class NameIsTaken extends Error {
  override readonly name = 'NameIsTaken';
}

/**
 * The expression with a name replaced wherever it is read, by positions of the syntax tree: text, comments and properties of the same
 * spelling stay. An expression that cannot be read stays as it is. Throws {@link NameIsTaken} where a variable of the expression has the new name.
 */
export function renameReference(source: string, names: ReadonlySet<string>, from: ReferenceName, to: string): string {
  const parsed = parseExpression(source, names);
  const ranges = parsed.references.flatMap((reference) => rangeOf(reference, from) ?? []);
  if (ranges.length === 0 || !parsed.syntax) return source;
  const shorthand = shorthandStarts(parsed.syntax.root);
  let text = source;
  for (const { start, end } of ranges.toSorted((left, right) => right.start - left.start)) {
    text = text.slice(0, start) + replacement(source, { start, end }, to, shorthand) + text.slice(end);
  }
  if ('root' in from && rootCount(text, names, to) !== rootCount(source, names, to) + ranges.length)
    throw new NameIsTaken(`The expression \`${source.slice(0, 80)}\` has a variable of its own named \`${to}\`. Choose another name, or change the expression first.`);
  return text;
}

function rangeOf({ root, start, path, keys }: Reference, from: ReferenceName): SourceRange | undefined {
  if ('root' in from) return root === from.root ? { start, end: start + root.length } : undefined;
  return root === from.below && path[0] === from.key ? keys[0] : undefined;
}

/** `{orders}` becomes `{orders: sales}`; a key in brackets keeps its quotes; a key that is no name goes into brackets where the source has some. */
function replacement(source: string, { start, end }: SourceRange, to: string, shorthand: ReadonlySet<number>): string {
  if (shorthand.has(start)) return `${source.slice(start, end)}: ${to}`;
  const quote = source[start];
  return quote === "'" || quote === '"' || quote === '`' ? `${quote}${to}${quote}` : to;
}

function shorthandStarts(root: AnyNode): ReadonlySet<number> {
  const starts = new Set<number>();
  const visit = (node: AnyNode): void => {
    if (node.type === 'Property' && node.shorthand) starts.add(node.value.start);
    for (const child of childNodes(node)) visit(child);
  };
  visit(root);
  return starts;
}

const rootCount = (source: string, names: ReadonlySet<string>, root: string): number =>
  parseExpression(source, new Set([...names, root])).references.filter((reference) => reference.root === root).length;
