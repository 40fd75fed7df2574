import { flowNames } from '../../../../backend/expressions/core/names.ts';
import { parseExpression } from '../../../../backend/expressions/core/parse.ts';

/** What an expression gives with the values of the last run. */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unknown'; readonly why: string };

type EvaluatorModule = typeof import('../../../../backend/expressions/core/evaluate.ts');
let loading: Promise<InstanceType<EvaluatorModule['Evaluator']>> | null = null;

/** The evaluator and its engine are loaded when the first expression is evaluated. */
function evaluator(): Promise<InstanceType<EvaluatorModule['Evaluator']>> {
  loading ??= import('../../../../backend/expressions/core/evaluate.ts').then(({ Evaluator }) => new Evaluator());
  return loading;
}

/** Evaluates with known values, in the same engine as the server. What was never seen in a run is not guessed. */
export async function evaluateHere(source: string, values: Readonly<Record<string, unknown>>): Promise<Evaluation> {
  const parsed = parseExpression(source);
  const [problem] = parsed.problems;
  if (problem) return { kind: 'failed', message: problem.message };
  if (parsed.lookups.length > 0) return { kind: 'unknown', why: 'Variables and resources are only read in a run.' };
  const missing = parsed.references.find(({ root, path }) => !isKnown(values, root, path));
  if (missing)
    return { kind: 'unknown', why: `No value of ${[missing.root, ...missing.path.slice(0, 1)].join('.')} is known yet. Run the flow once to see it.` };
  try {
    const engine = await evaluator();
    return { kind: 'value', value: await engine.evaluate(parsed, { scope: values, nowMs: Date.now() }) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function isKnown(values: Readonly<Record<string, unknown>>, root: string, [first]: readonly (string | number)[]): boolean {
  if (!flowNames.has(root) || !Object.hasOwn(values, root) || values[root] === undefined) return false;
  return root !== 'results' || first === undefined || Object.hasOwn(values[root] as object, first);
}
