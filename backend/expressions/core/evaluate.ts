import { ExpressionFailure } from './expression-problem.ts';
import type { Engine } from './engine.ts';
import { defaultLimits, type EvaluationLimits } from './limits.ts';
import { evaluateMemberPath } from './member-path.ts';
import type { ParsedExpression } from './parse.ts';
import { evaluateSimpleValue } from './simple-value.ts';

/** What an expression is evaluated with. All of it is JSON, and none of it is changed. */
export type EvaluationInput = {
  /** Values by name: `results`, `flow_input` … Names that are absent are `undefined` in the expression. */
  readonly scope: Readonly<Record<string, unknown>>;
  /** Values of the variables and resources that the parse has found, by path. */
  readonly lookups?: { readonly variable?: Readonly<Record<string, unknown>>; readonly resource?: Readonly<Record<string, unknown>> };
  /** The moment that the expression takes for now. A replay passes the recorded one. */
  readonly nowMs: number;
  readonly limits?: EvaluationLimits;
};

/**
 * Evaluates expressions in QuickJS, on the server and in the browser alike.
 *
 * The rule of determinism: a value depends on the source and on the {@link EvaluationInput} alone. `Date.now()` and
 * `new Date()` give `nowMs`, the time zone is UTC, `Math.random()` is an error, and nothing else of the machine can be seen.
 * So an evaluation can be repeated when a run is replayed, and a test can ask for any day.
 *
 * All evaluations share one context in which everything is frozen, and get copies of their inputs; nothing that one does is seen
 * by the next, or by the caller. The engine is replaced after a failure
 * of its own limits.
 */
export class Evaluator {
  private engine: Promise<Engine> | null = null;
  private loaded: Engine | null = null;

  /** The JSON value of the expression, `null` where it is undefined. Throws {@link ExpressionFailure}. */
  async evaluate(expression: ParsedExpression, input: EvaluationInput): Promise<unknown> {
    const simple = this.evaluateSimple(expression, input);
    if (simple.kind === 'value') return simple.value;
    return this.runIn(await this.load(), expression, input);
  }

  /** The same at once, for pages that draw what they computed: `needs_engine` until {@link load} is done. */
  evaluateNow(expression: ParsedExpression, input: EvaluationInput): ReturnType<typeof evaluateMemberPath> {
    const simple = this.evaluateSimple(expression, input);
    if (simple.kind === 'value' || this.loaded === null) return simple;
    return { kind: 'value', value: this.runIn(this.loaded, expression, input) };
  }

  /** Loads the engine, once: its code too, which pages whose expressions are simple never get. */
  async load(): Promise<Engine> {
    this.engine ??= import('./engine.ts').then(({ loadEngine }) => loadEngine());
    this.loaded = await this.engine;
    return this.loaded;
  }

  private runIn(engine: Engine, expression: ParsedExpression, input: EvaluationInput): unknown {
    const outcome = engine.run({
      code: expression.code,
      names: [...new Set(expression.references.map(({ root }) => root))],
      scopeJson: scopeJson(expression, input),
      nowMs: input.nowMs,
      limits: input.limits ?? defaultLimits,
    });
    if (outcome.isEngineSpent && this.engine !== null) {
      this.engine = null;
      this.loaded = null;
      engine.dispose();
    }
    if (outcome.kind === 'failed') throw outcome.failure;
    return outcome.value;
  }

  /** The part that needs no engine: paths, and what is made of them without calls. */
  evaluateSimple(expression: ParsedExpression, { scope }: EvaluationInput): ReturnType<typeof evaluateMemberPath> {
    const [problem] = expression.problems;
    if (problem) throw new ExpressionFailure('expression/invalid', problem.message);
    return expression.memberPath ? evaluateMemberPath(expression.memberPath, scope) : evaluateSimpleValue(expression, scope);
  }

  /** Gives the memory of the engine back. A later evaluation starts a new one. */
  async dispose(): Promise<void> {
    const engine = await this.engine;
    this.engine = null;
    this.loaded = null;
    engine?.dispose();
  }
}

/** Only what the expression reads goes into the engine: a flow may hold megabytes of results. */
function scopeJson({ references, lookups }: ParsedExpression, input: EvaluationInput): string {
  const scope: Record<string, unknown> = {};
  for (const root of new Set(references.map((reference) => reference.root))) {
    if (!Object.hasOwn(input.scope, root)) continue;
    scope[root] = neededPart(
      input.scope[root],
      references.filter((reference) => reference.root === root).map(({ path }) => path[0]),
    );
  }
  const found: Record<string, Record<string, unknown>> = { variable: Object.create(null), resource: Object.create(null) };
  for (const { kind, path } of lookups) {
    const values = input.lookups?.[kind];
    if (!values || !Object.hasOwn(values, path))
      throw new ExpressionFailure('expression/no_lookup', `There is no ${kind} ${path}, or it may not be read here.`);
    (found[kind] as Record<string, unknown>)[path] = values[path];
  }
  return JSON.stringify({ scope, lookups: found });
}

function neededPart(value: unknown, keys: readonly (string | number | undefined)[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || keys.includes(undefined)) return value;
  const part: Record<string, unknown> = {};
  for (const key of keys) if (key !== undefined && Object.hasOwn(value, key)) define(part, String(key), (value as Record<string | number, unknown>)[key]);
  return part;
}

/** Sets also `__proto__` as an own property, as JSON does. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
