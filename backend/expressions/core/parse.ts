import { generateCode } from './code.ts';
import type { ExpressionProblem, SourceRange } from './expression-problem.ts';
import { readMemberPath, type MemberPath } from './member-path.ts';
import { flowNames } from './names.ts';
import { readSyntax, type Syntax } from './syntax.ts';
import { walk } from './walk.ts';

/** A place where an expression reads the data in scope: `results.fetch.items[0]` is root `results` and path `fetch, items, 0`. */
export type Reference = SourceRange & {
  readonly root: string;
  /** Keys known from the source, up to the first computed key or method call. Empty: the whole root is needed. */
  readonly path: readonly (string | number)[];
  /** Position of each key of the path, for errors that point at one. */
  readonly keys: readonly SourceRange[];
  /** Whether `?.` stands in it: the author expects that something may be missing. */
  readonly isOptional: boolean;
};

/** A variable or resource that the expression reads. Its value is looked up before the evaluation, with the rights of the run. */
export type Lookup = SourceRange & { readonly kind: 'variable' | 'resource'; readonly path: string };

/** What is known about an expression without running it. */
export type ParsedExpression = {
  readonly source: string;
  readonly syntax: Syntax | null;
  readonly problems: readonly ExpressionProblem[];
  readonly references: readonly Reference[];
  readonly lookups: readonly Lookup[];
  /** Set where the expression only reads one place: such a one needs no engine. */
  readonly memberPath: MemberPath | null;
  /** Body of a function that returns the value; empty where there are problems. */
  readonly code: string;
};

/** Longest source. Longer ones belong into a script. */
export const longestExpression = 50_000;

/**
 * Reads an expression for its references, lookups and problems, without ever running it (D9). Never throws: what is wrong is
 * in `problems`, with positions for the editor. `names` are the names of data that may appear; which of them have a value is
 * the business of the type check.
 *
 * Allowed is any JavaScript expression without side effects: no assignment, no loop, no `new` except for values, no `this`,
 * no `async`. A block of `const` declarations, `if` and `return`, or one that ends in an expression, is an expression too.
 * `await` is accepted in front of `variable(...)` and `resource(...)`, where it changes nothing.
 */
export function parseExpression(source: string, names: ReadonlySet<string> = flowNames): ParsedExpression {
  const nothing = { source, syntax: null, references: [], lookups: [], memberPath: null, code: '' };
  if (source.length > longestExpression) {
    const message = `The expression has ${source.length} characters; at most ${longestExpression} are allowed. Move it into a script step.`;
    return { ...nothing, problems: [{ code: 'expression/too_long', message, start: longestExpression, end: source.length }] };
  }
  const syntax = readSyntax(source);
  if ('code' in syntax) return { ...nothing, problems: [syntax] };
  try {
    const found = walk(syntax, source, names);
    const memberPath = found.problems.length === 0 ? readMemberPath(source, names) : null;
    return { source, syntax, ...found, memberPath, code: found.problems.length === 0 ? generateCode(source, syntax, found.awaits) : '' };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...nothing, problems: [{ code: 'expression/syntax', message: 'The expression is nested too deeply. Move it into a script step.', start: 0, end: source.length }] };
  }
}
