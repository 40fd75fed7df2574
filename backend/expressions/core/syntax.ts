import type { AnyNode, Expression, Program, Statement } from 'acorn';
import { parse, parseExpressionAt, tokenizer } from 'acorn';
import type { ExpressionProblem } from './expression-problem.ts';

/** An expression, or a short block whose last statement is the value. */
export type Syntax = { readonly kind: 'expression'; readonly root: Expression } | { readonly kind: 'block'; readonly root: Program };

const options = { ecmaVersion: 2023, sourceType: 'script', allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true, preserveParens: true } as const;

/** Reads the source as JavaScript: first as one expression, then as statements that end in one. */
export function readSyntax(source: string): Syntax | ExpressionProblem {
  try {
    const root = parseExpressionAt(source, 0, options);
    if (isOnlyTrailer(source, root.end)) return { kind: 'expression', root };
  } catch (error) {
    if (!(error instanceof SyntaxError)) return tooDeep(source);
  }
  try {
    const root = parse(source, options);
    return valueProblem(source, root) ?? { kind: 'block', root };
  } catch (error) {
    return error instanceof SyntaxError ? syntaxProblem(source, error) : tooDeep(source);
  }
}

/** After the expression only comments, spaces and a semicolon may follow. */
function isOnlyTrailer(source: string, end: number): boolean {
  for (const token of tokenizer(source.slice(end), options)) {
    if (token.type.label !== ';') return false;
  }
  return true;
}

/** A block that ends in a declaration gives nothing, which nobody means. */
function valueProblem(source: string, program: Program): ExpressionProblem | undefined {
  const last = lastStatement(program);
  if (last && last.type !== 'VariableDeclaration' && last.type !== 'EmptyStatement') return undefined;
  const message = program.body.length === 0 ? 'The expression is empty.' : 'The last statement gives no value. End with an expression or with `return`.';
  return { code: 'expression/syntax', message, start: program.body.at(-1)?.start ?? 0, end: source.length };
}

function syntaxProblem(source: string, error: SyntaxError): ExpressionProblem {
  const position = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
  const start = Math.min(position, source.length);
  const text = error.message.replace(/ \(\d+:\d+\)$/, '');
  const message = source.trim() === '' ? 'The expression is empty.' : `This is not valid JavaScript: ${text.charAt(0).toLowerCase()}${text.slice(1)}.`;
  return { code: 'expression/syntax', message, start, end: Math.min(start + 1, source.length) };
}

const tooDeep = (source: string): ExpressionProblem => ({ code: 'expression/syntax', message: 'The expression is nested too deeply. Move it into a script step.', start: 0, end: source.length });

/** The value of a block: its last statement, when that is an expression and not a `return`. */
export function lastStatement(program: Program): Statement | undefined {
  const last = program.body.at(-1);
  return last && !isModuleStatement(last) ? last : undefined;
}

function isModuleStatement(node: Program['body'][number]): node is Exclude<Program['body'][number], Statement> {
  return node.type === 'ImportDeclaration' || node.type.startsWith('Export');
}

/** The nodes directly below a node, in the order of the source. */
export function childNodes(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (isNode(item)) children.push(item);
    }
  }
  return children;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}
