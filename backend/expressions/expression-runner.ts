import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BoundedCache } from '../common/bounded-cache.ts';
import { HelperGaveUp, HelperProcess } from '../languages/helper-process.ts';
import { Evaluator, type EvaluationInput } from './core/evaluate.ts';
import { ExpressionFailure, type FailureCode } from './core/expression-problem.ts';
import { defaultLimits } from './core/limits.ts';
import { parseExpression, type ParsedExpression } from './core/parse.ts';

/** How long an expression may hold up everything else in this process, in milliseconds. Ordinary ones take a tenth of one. */
const patienceMs = 40;

/** A helper that nobody asks for so long goes away. */
const idleMs = 60_000;

/** Parsed expressions that are remembered. */
const keptExpressions = 5_000;

/** The program of the helper, compiled or not like this file. */
const program = join(import.meta.dirname, `expression-main${extname(fileURLToPath(import.meta.url))}`);

const forSources = program.endsWith('.ts') ? ['--experimental-transform-types'] : [];

/** What the helper answers. */
export type HelperAnswer = { value: unknown } | { failure: { code: FailureCode; message: string } };

/**
 * Evaluates expressions on the server. Nearly all are done within a fraction of a millisecond, here; one that takes longer is stopped and
 * evaluated again from its beginning in a process beside this one, where it may use its whole time without keeping anyone waiting. It gives
 * the same value there, because a value depends on nothing but the source and the input.
 */
export class ExpressionRunner {
  private readonly evaluator = new Evaluator();
  private readonly parsed = new BoundedCache<ParsedExpression>(keptExpressions);
  private readonly helper = new HelperProcess({
    launch: () => Promise.resolve([process.execPath, '--disable-warning=ExperimentalWarning', ...forSources, '--max-old-space-size=256', program]),
    answerMs: 10_000,
    idleMs,
  });

  parse(source: string): ParsedExpression {
    const known = this.parsed.get(source);
    if (known) return known;
    const parsed = parseExpression(source);
    this.parsed.set(source, parsed);
    return parsed;
  }

  /** The value, or an {@link ExpressionFailure} is thrown. */
  async evaluate(expression: ParsedExpression, input: EvaluationInput): Promise<unknown> {
    try {
      return await this.evaluator.evaluate(expression, { ...input, limits: { ...defaultLimits, timeMs: patienceMs } });
    } catch (error) {
      if (!(error instanceof ExpressionFailure) || error.code !== 'expression/time_limit') throw error;
      return this.evaluateBeside(expression, input);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.evaluator.dispose(), this.helper.close()]);
  }

  private async evaluateBeside({ source }: ParsedExpression, input: EvaluationInput): Promise<unknown> {
    const answer = (await this.helper.ask({ source, input }).catch((error: unknown) => {
      if (!(error instanceof HelperGaveUp)) throw error;
      return { failure: { code: 'expression/time_limit', message: 'The expression did not end in time. Move long work into a script step.' } };
    })) as HelperAnswer;
    if ('failure' in answer) throw new ExpressionFailure(answer.failure.code, answer.failure.message);
    return answer.value;
  }
}
