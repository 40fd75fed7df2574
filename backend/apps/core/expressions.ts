import { parseExpression, type ParsedExpression } from '../../expressions/core/parse.ts';
import type { AppAction, AppDocument, AppNode, AppPage, AppStep, AppValue } from '../app.contract.ts';
import { walk } from './tree.ts';

/** An expression and where it stands, as a JSON pointer from the part that was asked about. */
export type PlacedExpression = { readonly pointer: string; readonly expr: string };

/** Whether a value is `{expr}`: an object with this one key. */
export function isExpression(value: unknown): value is { expr: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 1 &&
    typeof (value as { expr?: unknown }).expr === 'string'
  );
}

/** Every expression inside a value, at any depth. */
export function* expressionsIn(value: unknown, pointer = ''): Generator<PlacedExpression> {
  if (isExpression(value)) yield { pointer: `${pointer}/expr`, expr: value.expr };
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* expressionsIn(inner, `${pointer}/${escapePointer(key)}`);
  }
}

/** A copy of a value in which every expression went through `change`; the value itself where none of them changed. */
export function mapExpressions<Value>(value: Value, change: (expr: string) => string): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (isExpression(value)) {
    const expr = change(value.expr);
    return expr === value.expr ? value : ({ expr } as Value);
  }
  let isChanged = false;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    const next: unknown = mapExpressions(inner, change);
    isChanged ||= next !== inner;
    return [key, next];
  });
  if (!isChanged) return value;
  return (Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)) as Value;
}

/** Key of a JSON pointer (RFC 6901). */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Names that are in scope of expressions beside the components and actions. Which of them have a value depends on the place. */
export const builtInNames = ['vars', 'params', 'user', 'app', 'row', 'item', 'index', 'event', 'result', 'error', 'value', 't'] as const;

/** All names that expressions of an app may use: the built-in ones, its components and its actions. */
export function namesOf(document: AppDocument): ReadonlySet<string> {
  const known = names.get(document);
  if (known) return known;
  const found = new Set<string>([...builtInNames, ...document.actions.map(({ id }) => id)]);
  for (const { node } of walk(document)) found.add(node.id);
  names.set(document, found);
  return found;
}
const names = new WeakMap<AppDocument, ReadonlySet<string>>();

/** An expression of an app, read without running it. */
export function parseIn(document: AppDocument, expr: string): ParsedExpression {
  return parseExpression(expr, namesOf(document));
}

/** Something that holds expressions: a component, an action, a variable, a page. */
export type Holder =
  | { readonly kind: 'component'; readonly id: string; readonly page: AppPage; readonly value: AppNode }
  | { readonly kind: 'action'; readonly id: string; readonly value: AppAction }
  | { readonly kind: 'variable'; readonly id: string; readonly value: AppValue };

/** All holders of expressions, components without what is in their slots. */
export function* holdersOf(document: AppDocument): Generator<Holder> {
  for (const action of document.actions) yield { kind: 'action', id: action.id, value: action };
  for (const variable of document.variables) yield { kind: 'variable', id: variable.id, value: variable.initial };
  for (const { node, page } of walk(document)) {
    const { slots: _inner, ...own } = node;
    yield { kind: 'component', id: node.id, page, value: own };
  }
}

/** Every step below some steps, those of branches too. */
export function* stepsIn(steps: readonly AppStep[] | undefined): Generator<AppStep> {
  for (const step of steps ?? []) {
    yield step;
    if (step.do === 'run') yield* [...stepsIn(step.on_success), ...stepsIn(step.on_error)];
    if (step.do === 'if') yield* [...stepsIn(step.on_true), ...stepsIn(step.on_false)];
  }
}

/** Every step of an app and who holds it. */
export function* allSteps(document: AppDocument): Generator<{ holder: string; step: AppStep }> {
  for (const action of document.actions) {
    for (const step of [...stepsIn(action.on_success), ...stepsIn(action.on_error)]) yield { holder: action.id, step };
  }
  for (const { node } of walk(document)) {
    for (const steps of Object.values(node.on ?? {})) for (const step of stepsIn(steps)) yield { holder: node.id, step };
  }
}
