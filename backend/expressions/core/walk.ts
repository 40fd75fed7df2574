import type { AnyNode, CallExpression, Identifier, MemberExpression, Pattern } from 'acorn';
import { whyNotAllowed } from './allowed-nodes.ts';
import type { ExpressionProblem, SourceRange } from './expression-problem.ts';
import { languageNames, lookupNames, whyForbidden } from './names.ts';
import type { Lookup, Reference } from './parse.ts';
import { childNodes, type Syntax } from './syntax.ts';

type Found = { problems: ExpressionProblem[]; references: Reference[]; lookups: Lookup[]; awaits: SourceRange[] };
type Locals = ReadonlySet<string>;

/** Walks the tree once and collects what it reads and what it may not do. */
export function walk(syntax: Syntax, source: string, names: ReadonlySet<string>): Found {
  const walker = new Walker(source, names);
  walker.visit(syntax.root, new Set());
  return walker.found;
}

class Walker {
  readonly found: Found = { problems: [], references: [], lookups: [], awaits: [] };

  constructor(
    private readonly source: string,
    private readonly names: ReadonlySet<string>,
  ) {}

  visit(node: AnyNode, locals: Locals): void {
    const refusal = whyNotAllowed(node);
    if (refusal !== undefined) return this.problem('expression/not_allowed', refusal, node);
    switch (node.type) {
      case 'Identifier':
        return this.reference(node, locals);
      case 'MemberExpression':
        return this.member(node, locals);
      case 'CallExpression':
        return this.call(node, locals);
      case 'AwaitExpression':
        return this.awaited(node, locals);
      case 'ArrowFunctionExpression': {
        const inner = new Set([...locals, ...node.params.flatMap(boundNames)]);
        for (const parameter of node.params) this.pattern(parameter, inner);
        return this.visit(node.body, inner);
      }
      case 'Program':
      case 'BlockStatement':
        return this.block(node.body, locals);
      case 'VariableDeclarator':
        this.pattern(node.id, locals);
        return node.init ? this.visit(node.init, locals) : undefined;
      case 'Property':
        if (node.computed) this.visit(node.key, locals);
        return this.visit(node.value, locals);
      default:
        for (const child of childNodes(node)) this.visit(child, locals);
    }
  }

  private block(body: readonly AnyNode[], locals: Locals): void {
    const declared = body.flatMap((statement) => (statement.type === 'VariableDeclaration' ? statement.declarations.flatMap(({ id }) => boundNames(id)) : []));
    const inner = new Set([...locals, ...declared]);
    for (const statement of body) this.visit(statement, inner);
  }

  /** Names bound by a pattern are no references, but its default values and computed keys may hold some. */
  private pattern(pattern: Pattern, locals: Locals): void {
    switch (pattern.type) {
      case 'Identifier':
        return;
      case 'AssignmentPattern':
        this.pattern(pattern.left, locals);
        return this.visit(pattern.right, locals);
      case 'RestElement':
        return this.pattern(pattern.argument, locals);
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) this.pattern(element, locals);
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.pattern(property.argument, locals);
          else {
            if (property.computed) this.visit(property.key, locals);
            this.pattern(property.value, locals);
          }
        }
        return;
      default:
        return this.visit(pattern, locals);
    }
  }

  private awaited(node: Extract<AnyNode, { type: 'AwaitExpression' }>, locals: Locals): void {
    const { argument } = node;
    if (argument.type !== 'CallExpression' || !isLookup(argument)) return this.problem('expression/not_allowed', 'Only variable(...) and resource(...) can be awaited.', node);
    this.found.awaits.push({ start: node.start, end: argument.start });
    this.visit(argument, locals);
  }

  private call(node: CallExpression, locals: Locals): void {
    if (isLookup(node) && node.callee.type === 'Identifier' && !locals.has(node.callee.name)) return this.lookup(node, node.callee);
    if (node.callee.type === 'MemberExpression') this.member(node.callee, locals, true);
    else this.visit(node.callee, locals);
    for (const argument of node.arguments) this.visit(argument, locals);
  }

  private lookup(node: CallExpression, callee: Identifier): void {
    const kind = callee.name === 'resource' ? 'resource' : 'variable';
    const [argument, ...others] = node.arguments;
    const path = argument && others.length === 0 ? literalText(argument) : undefined;
    if (path !== undefined) this.found.lookups.push({ kind, path, start: node.start, end: node.end });
    else this.problem('expression/computed_path', `${kind}() needs its path as plain text, such as ${kind}("f/shop/key"): it is looked up before the expression runs.`, node);
  }

  /** The last key of a call is a method and no place that is read. */
  private member(node: MemberExpression, locals: Locals, isCalled = false): void {
    const refusal = whyNotAllowed(node);
    if (refusal !== undefined) return this.problem('expression/not_allowed', refusal, node);
    const chain: { key: string | number; range: SourceRange }[] = [];
    let isOptional = false;
    let object: AnyNode = node;
    while (object.type === 'MemberExpression' || object.type === 'ChainExpression' || object.type === 'ParenthesizedExpression') {
      if (object.type !== 'MemberExpression') {
        object = object.expression;
        continue;
      }
      const key = staticKey(object);
      if (object.computed) this.visit(object.property, locals);
      if (key === undefined) chain.length = 0;
      else if (!isCalled || object !== node) chain.unshift({ key, range: { start: object.property.start, end: object.property.end } });
      isOptional ||= object.optional === true;
      object = object.object;
    }
    if (object.type !== 'Identifier') return this.visit(object, locals);
    this.reference(object, locals, { path: chain.map(({ key }) => key), keys: chain.map(({ range }) => range), isOptional, end: chain.at(-1)?.range.end ?? object.end });
  }

  private reference({ name, start, end }: Identifier, locals: Locals, chain: Partial<Reference> = {}): void {
    if (locals.has(name)) return;
    if (this.names.has(name)) {
      this.found.references.push({ root: name, path: [], keys: [], isOptional: false, start, end, ...chain });
      return;
    }
    if (languageNames.has(name)) return;
    const reason = whyForbidden(name);
    const range = { start, end };
    if (reason !== undefined) return this.problem('expression/not_allowed', `\`${name}\` is not available in expressions. ${reason}`, range);
    const message = lookupNames.has(name) ? `\`${name}\` must be called with a path.` : `\`${name}\` is not known here. ${this.known()}`;
    this.problem('expression/unknown_name', message, range);
  }

  private known(): string {
    const available = [...this.names].filter((known) => !known.startsWith('WM_'));
    return available.length > 0 ? `Available: ${available.join(', ')}.` : 'There is no data in scope.';
  }

  private problem(code: ExpressionProblem['code'], message: string, { start, end }: SourceRange): void {
    this.found.problems.push({ code, message, start, end: Math.min(end, this.source.length) });
  }
}

const isLookup = ({ callee }: CallExpression): boolean => callee.type === 'Identifier' && lookupNames.has(callee.name);

function literalText(node: AnyNode): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

function staticKey(node: MemberExpression): string | number | undefined {
  const { property } = node;
  if (!node.computed) return property.type === 'Identifier' ? property.name : undefined;
  if (property.type === 'Literal' && typeof property.value === 'number') return property.value;
  return literalText(property);
}

/** The names that a pattern declares. */
export function boundNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => boundNames(property.type === 'RestElement' ? property.argument : property.value));
    default:
      return [];
  }
}
