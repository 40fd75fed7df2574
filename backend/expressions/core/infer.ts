import type { AnyNode } from 'acorn';
import type { ExpressionProblem, SourceRange } from './expression-problem.ts';
import type { ParsedExpression, Reference } from './parse.ts';
import { closest } from './closest.ts';
import { textFunction } from './texts.ts';
import { fieldOf, isUnknown, knownFields, unionOf, type JsonSchema } from './json-schema.ts';

/** What is in scope, as schemas. A name that is absent has no value here; `{}` is a value of which nothing is known. */
export type ScopeSchema = Readonly<Record<string, JsonSchema>>;

/** Type of a place, or why there is no such place. */
export type Inferred = { readonly schema: JsonSchema; readonly problem: null } | { readonly schema: null; readonly problem: ExpressionProblem };

/** Follows a reference through the schemas in scope. A key of something unknown is unknown, and no error. */
export function inferReference(reference: Reference, scope: ScopeSchema): Inferred {
  const { root, path, keys } = reference;
  let schema = Object.hasOwn(scope, root) ? scope[root] : undefined;
  if (schema === undefined) {
    const message = `\`${root}\` has no value here. Available: ${Object.keys(scope).join(', ') || 'nothing'}.`;
    return wrong('expression/unknown_name', message, { start: reference.start, end: reference.start + root.length });
  }
  for (const [index, key] of path.entries()) {
    const next: JsonSchema | undefined = fieldOf(schema, key);
    if (next === undefined) return unknownKey(root, path, index, schema, keys[index] ?? reference);
    schema = next;
  }
  return { schema, problem: null };
}

/** Every reference that leads nowhere, with its position: the check of an expression at deploy. */
export function checkReferences(expression: ParsedExpression, scope: ScopeSchema): ExpressionProblem[] {
  return expression.references.flatMap((reference) => inferReference(reference, scope).problem ?? []);
}

/**
 * The schema of the value of an expression, as far as it can be read off: places, literals, text, comparisons, choices,
 * objects and lists. `{}` (anything) for all the rest; a wrong guess would be worse than none.
 */
export function inferExpression({ syntax, references, problems }: ParsedExpression, scope: ScopeSchema): JsonSchema {
  if (syntax === null || problems.length > 0 || syntax.kind === 'block') return {};
  const byRange = new Map(references.map((reference) => [`${reference.start}:${reference.end}`, reference]));
  return inferNode(syntax.root, (node) => {
    const reference = byRange.get(`${node.start}:${keyEnd(node)}`);
    return reference ? (inferReference(reference, scope).schema ?? {}) : {};
  });
}

function unknownKey(root: string, path: Reference['path'], index: number, schema: JsonSchema, range: SourceRange): Inferred {
  const key = String(path[index]);
  const known = knownFields(schema);
  const near = closest(key, known);
  const hint = near ? ` Did you mean \`${near}\`?` : known.length > 0 ? ` It has: ${known.slice(0, 12).join(', ')}.` : '';
  if (root === 'results' && index === 0) return wrong('expression/unknown_step', `There is no step \`${key}\` before this one.${hint}`, range);
  const place = [root, ...path.slice(0, index)].join('.');
  return wrong('expression/unknown_field', `\`${place}\` has no field \`${key}\`.${hint}`, range);
}

function wrong(code: ExpressionProblem['code'], message: string, { start, end }: SourceRange): Inferred {
  return { schema: null, problem: { code, message, start, end } };
}

/** References end at the key, nodes at the closing bracket. */
function keyEnd(node: AnyNode): number {
  return node.type === 'MemberExpression' ? node.property.end : node.end;
}

function inferNode(node: AnyNode, place: (node: AnyNode) => JsonSchema): JsonSchema {
  const inner = (child: AnyNode): JsonSchema => inferNode(child, place);
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return inner(node.expression);
    case 'Identifier':
    case 'MemberExpression':
      return place(node);
    case 'Literal':
      return literalSchema(node.value);
    case 'TemplateLiteral':
      return { type: 'string' };
    case 'CallExpression':
      return node.callee.type === 'Identifier' && node.callee.name === textFunction ? { type: 'string' } : {};
    case 'UnaryExpression':
      return { '!': { type: 'boolean' }, typeof: { type: 'string' }, '-': { type: 'number' }, '+': { type: 'number' } }[String(node.operator)] ?? {};
    case 'BinaryExpression':
      return binarySchema(node.operator, inner(node.left), inner(node.right));
    case 'LogicalExpression':
      return isUnknown(inner(node.left)) ? {} : unionOf([inner(node.left), inner(node.right)]);
    case 'ConditionalExpression':
      return unionOf([inner(node.consequent), inner(node.alternate)]);
    case 'ArrayExpression':
      return {
        type: 'array',
        items: node.elements.some((element) => element?.type === 'SpreadElement')
          ? {}
          : unionOf(node.elements.flatMap((element) => (element ? [inner(element)] : []))),
      };
    case 'ObjectExpression':
      return objectSchema(node, inner);
    default:
      return {};
  }
}

function literalSchema(value: unknown): JsonSchema {
  if (value === null) return { type: 'null' };
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  return typeof value === 'string' || typeof value === 'boolean' ? { type: typeof value } : {};
}

function binarySchema(operator: string, left: JsonSchema, right: JsonSchema): JsonSchema {
  if (['==', '!=', '===', '!==', '<', '>', '<=', '>=', 'in', 'instanceof'].includes(operator)) return { type: 'boolean' };
  if (operator !== '+') return { type: 'number' };
  if (left.type === 'string' || right.type === 'string') return { type: 'string' };
  const isNumber = (schema: JsonSchema): boolean => schema.type === 'number' || schema.type === 'integer';
  return isNumber(left) && isNumber(right) ? { type: 'number' } : {};
}

function objectSchema(node: Extract<AnyNode, { type: 'ObjectExpression' }>, inner: (node: AnyNode) => JsonSchema): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const property of node.properties) {
    if (property.type === 'SpreadElement' || property.computed) return { type: 'object' };
    const name = property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : undefined;
    if (name === undefined) return { type: 'object' };
    properties[name] = inner(property.value);
  }
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
