import { createInterface } from 'node:readline';
import { Evaluator, type EvaluationInput } from './core/evaluate.ts';
import { ExpressionFailure } from './core/expression-problem.ts';
import { parseExpression } from './core/parse.ts';
import type { HelperAnswer } from './expression-runner.ts';

// The program of the process that evaluates expressions which take their time: a line of JSON in, a line out.
const evaluator = new Evaluator();

async function answer({ source, input }: { source: string; input: EvaluationInput }): Promise<HelperAnswer> {
  try {
    return { value: await evaluator.evaluate(parseExpression(source), input) };
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    return { failure: { code: error.code, message: error.message } };
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as { source: string; input: EvaluationInput }))}\n`);
