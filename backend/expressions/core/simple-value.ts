import type { BinaryExpression, CallExpression, Expression, MemberExpression, PrivateIdentifier, Super, UnaryExpression } from 'acorn';
import type { MemberValue } from './member-path.ts';
import type { ParsedExpression } from './parse.ts';
import { fillText, textFunction } from './texts.ts';

/** Thrown where only the engine gives JavaScript's answer. */
const needsEngine = Symbol('needs engine');

/** What the rest of a chain is given after `?.` met nothing. */
const nothing = Symbol('nothing');

/** A longer text is left to the engine, which knows how large a value may be. */
const longestText = 10_000;

type Primitive = string | number | boolean | null | undefined;
type Scope = Readonly<Record<string, unknown>>;
type Node = Expression | PrivateIdentifier | Super;

/**
 * The value of an expression of paths, literals, templates, comparisons, arithmetic and conditions, without the engine: those are nearly all that pages
 * are made of, and are computed at every key that somebody presses. It is JavaScript's own answer or none: what might call a method, throw, or come to
 * something else than in the engine is left to that.
 */
export function evaluateSimpleValue({ syntax, references, lookups }: ParsedExpression, scope: Scope): MemberValue {
  if (syntax?.kind !== 'expression' || lookups.length > 0) return { kind: 'needs_engine' };
  const names = new Set(references.map(({ root }) => root));
  try {
    const value = new SimpleValue(names, scope).of(syntax.root);
    if (typeof value === 'string' && value.length > longestText) return { kind: 'needs_engine' };
    return { kind: 'value', value: asJson(value) };
  } catch (error) {
    if (error === needsEngine) return { kind: 'needs_engine' };
    throw error;
  }
}

class SimpleValue {
  constructor(
    private readonly names: ReadonlySet<string>,
    private readonly scope: Scope,
  ) {}

  of(node: Node): unknown {
    const value = this.within(node);
    return value === nothing ? undefined : value;
  }

  /** Like {@link of}, but tells a chain that has ended from one that came to nothing. */
  private within(node: Node): unknown {
    switch (node.type) {
      case 'Literal':
        return isPrimitive(node.value) ? node.value : stop();
      case 'Identifier':
        return this.named(node.name);
      case 'TemplateLiteral':
        return node.quasis.map(({ value: { cooked } }, index) => (cooked ?? stop()) + this.textOf(node.expressions[index])).join('');
      case 'MemberExpression':
        return this.member(node);
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        return this.of(node.expression);
      case 'ConditionalExpression':
        return this.of(this.of(node.test) ? node.consequent : node.alternate);
      case 'LogicalExpression': {
        const left = this.of(node.left);
        const isEnough = node.operator === '&&' ? !left : node.operator === '||' ? Boolean(left) : left !== null && left !== undefined;
        return isEnough ? left : this.of(node.right);
      }
      case 'BinaryExpression':
        return binary(node.operator, this.of(node.left), this.of(node.right));
      case 'UnaryExpression':
        return unary(node.operator, this.of(node.argument));
      case 'CallExpression':
        return this.text(node);
      case 'ArrayExpression':
        return node.elements.map((element) => (element && element.type !== 'SpreadElement' ? this.part(element) : stop()) ?? null);
      case 'ObjectExpression':
        return withoutAbsent(node.properties.map((property) => this.property(property)));
      default:
        return stop();
    }
  }

  private named(name: string): unknown {
    if (!this.names.has(name)) return name === 'undefined' ? undefined : stop();
    return Object.hasOwn(this.scope, name) ? fromScope(this.scope[name]) : undefined;
  }

  private textOf(node: Expression | undefined): string {
    if (!node) return '';
    const value = this.of(node);
    return isPrimitive(value) ? String(value) : stop();
  }

  /** A text with its places filled in; every other call is the engine's. */
  private text({ callee, arguments: [key, values, ...others] }: CallExpression): string {
    if (callee.type !== 'Identifier' || callee.name !== textFunction || !key || others.length > 0) return stop();
    const table = this.named(textFunction);
    const [name, given] = [this.argument(key), values ? this.argument(values) : {}];
    if (typeof table !== 'object' || table === null || typeof name !== 'string' || typeof given !== 'object' || given === null) return stop();
    if (Object.values(given).some((value) => !isPrimitive(value))) return stop();
    return fillText(table as Record<string, unknown>, name, given as Record<string, unknown>);
  }

  private argument(node: CallExpression['arguments'][number]): unknown {
    return node.type === 'SpreadElement' ? stop() : this.of(node);
  }

  private member({ object, property, computed, optional }: MemberExpression): unknown {
    const owner = this.within(object);
    if (owner === nothing) return nothing;
    if (owner === null || owner === undefined) return optional ? nothing : stop();
    const key = computed ? this.of(property) : property.type === 'Identifier' ? property.name : stop();
    return typeof key === 'string' || typeof key === 'number' ? read(owner, key) : stop();
  }

  private property(property: Extract<Expression, { type: 'ObjectExpression' }>['properties'][number]): [string, unknown] {
    if (property.type !== 'Property' || property.computed || property.kind !== 'init' || property.method) return stop();
    const { key } = property;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' && typeof key.value === 'string' ? key.value : stop();
    // Those two mean something else than a key.
    if (name === '__proto__' || name === 'toJSON') return stop();
    return [name, this.part(property.value)];
  }

  /** A part of a new list or object: data that is put into it could make it too large. */
  private part(node: Expression): unknown {
    const value = this.of(node);
    const isNew = node.type === 'ArrayExpression' || node.type === 'ObjectExpression';
    return isPrimitive(value) ? (value === undefined ? undefined : asJson(value)) : isNew ? value : stop();
  }
}

/** Of two values of a key the later one counts, also where it is absent. */
const withoutAbsent = (entries: readonly [string, unknown][]): object => Object.fromEntries([...new Map(entries)].filter(([, value]) => value !== undefined));

function stop(): never {
  throw needsEngine;
}

const isPrimitive = (value: unknown): value is Primitive =>
  value === null || value === undefined || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Data as it would come into the engine, which gets JSON. */
function fromScope(value: unknown): unknown {
  if (typeof value === 'number') return asJson(value);
  if (isPrimitive(value)) return value;
  return typeof value === 'object' && !('toJSON' in (value ?? {})) ? value : stop();
}

/** A value as it comes out of the engine. */
function asJson(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  return value ?? null;
}

/** Only own data: what is inherited, such as a method, is the engine's. */
function read(owner: unknown, key: string | number): unknown {
  if (typeof owner === 'string') return key === 'length' ? owner.length : stop();
  if (typeof owner !== 'object' || owner === null) return stop();
  if (Array.isArray(owner)) {
    if (key === 'length') return owner.length;
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 0) return stop();
    // A hole in a list is `null` in JSON.
    return key < owner.length ? (fromScope((owner as readonly unknown[])[key]) ?? null) : undefined;
  }
  if (Object.hasOwn(owner, key)) return fromScope((owner as Record<string | number, unknown>)[key]);
  return key in owner ? stop() : undefined;
}

function unary(operator: UnaryExpression['operator'], value: unknown): unknown {
  if (operator === '!') return !value;
  if (operator === 'typeof') return typeof value;
  if (typeof value !== 'number') return stop();
  return operator === '-' ? -value : operator === '+' ? value : stop();
}

function binary(operator: BinaryExpression['operator'], left: unknown, right: unknown): unknown {
  if (operator === '===' || operator === '!==') return areSame(left, right) === (operator === '===');
  if (operator === '==' || operator === '!=') return areAlike(left, right) === (operator === '==');
  if (operator === '+' && isPrimitive(left) && isPrimitive(right) && (typeof left === 'string' || typeof right === 'string')) return joined(left, right);
  if (typeof left === 'number' && typeof right === 'number') return calculated(operator, left, right);
  return typeof left === 'string' && typeof right === 'string' ? compared(operator, left, right) : stop();
}

function joined(left: Primitive, right: Primitive): string {
  const text = String(left) + String(right);
  return text.length > longestText ? stop() : text;
}

/** Two things of the scope that are one are two in the engine, or not: only that knows. */
const areSame = (left: unknown, right: unknown): boolean => (isPrimitive(left) || isPrimitive(right) ? left === right : stop());

function areAlike(left: unknown, right: unknown): boolean {
  const [isLeftAbsent, isRightAbsent] = [left === null || left === undefined, right === null || right === undefined];
  if (isLeftAbsent || isRightAbsent) return isLeftAbsent && isRightAbsent;
  return typeof left === typeof right ? areSame(left, right) : stop();
}

function calculated(operator: BinaryExpression['operator'], left: number, right: number): unknown {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return compared(operator, left, right);
  }
}

function compared<Value extends string | number>(operator: BinaryExpression['operator'], left: Value, right: Value): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return stop();
  }
}
