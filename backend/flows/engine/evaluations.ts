import { isAppError } from '../../common/app-error.ts';
import type { ParsedExpression } from '../../expressions/core/parse.ts';
import { ExpressionFailure } from '../../expressions/core/expression-problem.ts';
import type { ExpressionRunner } from '../../expressions/expression-runner.ts';
import type { InputTransform } from '../flow.contract.ts';
import { referenceOf } from '../core/lookup-reference.ts';
import type { Command, Evaluation } from '../core/messages.ts';
import type { FlowError } from '../core/rows.ts';
import type { RunLookups } from './run-lookups.ts';
import type { RunScope, ScopeOf } from './run-scope.ts';

/** The answer to a command `evaluate`. */
export type Answer = { values: Record<string, unknown> } | { error: FlowError };

/** What is evaluated by a name: a value as it stands, or expressions. */
type Source = { name: string; transform: InputTransform; isForJob: boolean } | { name: string; expressions: readonly string[]; isFirstTrue: boolean };

/** Why an input has no value. */
export class EvaluationFailure extends Error {
  override readonly name = 'EvaluationFailure';

  constructor(readonly error: FlowError) {
    super(error.message);
  }
}

/** Evaluates what the engine and the steps ask for, in one scope for all expressions of a request. */
export class Evaluations {
  constructor(
    private readonly expressions: ExpressionRunner,
    private readonly scope: RunScope,
    private readonly lookups: RunLookups,
    private readonly nowMs: number,
  ) {}

  /** The values by name, or the first failure. Only what the flow or its input is at fault for is one. */
  async answer(command: Extract<Command, { kind: 'evaluate' }>): Promise<Answer> {
    try {
      return { values: await this.evaluateAll(command.requests, command) };
    } catch (error) {
      if (error instanceof EvaluationFailure) return { error: error.error };
      throw error;
    }
  }

  /** Values of transforms by their names; those that are absent or for an agent have none. `isForJob`: see {@link evaluateAll}. */
  async transforms(transforms: Readonly<Record<string, InputTransform>>, place: ScopeOf, isForJob = true): Promise<Record<string, unknown>> {
    return this.evaluateAll(Object.fromEntries(Object.entries(transforms).map(([name, transform]) => [name, { transform }])), place, isForJob);
  }

  /** `isForJob`: the values go into a job, which resolves references itself. */
  private async evaluateAll(requests: Readonly<Record<string, Evaluation>>, place: ScopeOf, isForJob = false): Promise<Record<string, unknown>> {
    const sources = Object.entries(requests).map(([name, request]) => sourceOf(name, request, isForJob));
    const parsed = new Map(sources.flatMap(expressionsOf).map((source) => [source, this.expressions.parse(source)]));
    const values: Record<string, unknown> = {};
    let scope: Record<string, unknown> = {};
    try {
      scope = await this.scope.of(place, [...parsed.values()]);
    } catch (error) {
      throw failureOf(error, place.step, '');
    }
    for (const source of sources) {
      try {
        const value = await this.valueOf(source, scope, parsed);
        if (value !== undefined) values[source.name] = value;
      } catch (error) {
        throw failureOf(error, place.step, source.name);
      }
    }
    return values;
  }

  private async valueOf(source: Source, scope: Record<string, unknown>, parsed: ReadonlyMap<string, ParsedExpression>): Promise<unknown> {
    if ('transform' in source) {
      const { transform } = source;
      if (transform.type === 'javascript') {
        const expression = parsed.get(transform.expr);
        return (source.isForJob && expression && referenceOf(expression)) || this.expression(expression, scope);
      }
      return transform.type === 'static' ? transform.value : undefined;
    }
    for (const [index, expression] of source.expressions.entries()) {
      const value = await this.expression(parsed.get(expression), scope);
      if (!source.isFirstTrue) return value;
      if (value) return index;
    }
    return -1;
  }

  private async expression(expression: ParsedExpression | undefined, scope: Record<string, unknown>): Promise<unknown> {
    if (!expression) return null;
    return this.expressions.evaluate(expression, { scope, lookups: await this.lookups.of(expression), nowMs: this.nowMs });
  }
}

function sourceOf(name: string, request: Evaluation, isForJob: boolean): Source {
  if ('transform' in request) return { name, transform: request.transform, isForJob };
  return 'expr' in request ? { name, expressions: [request.expr], isFirstTrue: false } : { name, expressions: request.firstTrue, isFirstTrue: true };
}

function expressionsOf(source: Source): readonly string[] {
  if ('expressions' in source) return source.expressions;
  return source.transform.type === 'javascript' ? [source.transform.expr] : [];
}

function failureOf(error: unknown, step: string, name: string): unknown {
  const where = step === '' ? 'The flow' : `Step ${step}`;
  const what = name === '' ? where : `${where}, "${name}"`;
  if (error instanceof ExpressionFailure)
    return new EvaluationFailure({ name: 'ExpressionFailure', message: `${what}: ${error.message}`, step_id: step, code: error.code });
  if (isAppError(error) && error.status < 500)
    return new EvaluationFailure({ name: 'InputError', message: `${what}: ${error.message}`, step_id: step, code: error.code });
  return error;
}
