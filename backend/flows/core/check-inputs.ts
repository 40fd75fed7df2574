import { inferExpression, type ScopeSchema } from '../../expressions/core/infer.ts';
import { canBe, type JsonSchema } from '../../expressions/core/json-schema.ts';
import { parseExpression } from '../../expressions/core/parse.ts';
import type { InputTransforms } from '../flow.contract.ts';

/** Something to say about a flow before it is deployed. `start` and `end` are offsets in the expression at the pointer. */
export type FlowProblem = {
  readonly pointer: string;
  readonly step: string | null;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly start?: number;
  readonly end?: number;
};

/** Whether what is given fits what is taken: by a step, or by a tool of its agent. `id` is what messages call it. */
export function checkInputs(
  step: string,
  id: string,
  transforms: Readonly<InputTransforms>,
  pointer: string,
  scope: ScopeSchema,
  schema: JsonSchema,
): FlowProblem[] {
  const problems: FlowProblem[] = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(transforms, name))
    .map((name) => problem(pointer, step, 'error', 'flow/missing_input', `The input \`${name}\` of ${id} is required.`));
  for (const [name, transform] of Object.entries(transforms)) {
    const wanted = schema.properties?.[name];
    if (schema.properties && !wanted)
      problems.push(problem(`${pointer}/${name}`, step, 'warning', 'flow/unknown_input', `${id} has no input \`${name}\`: it is ignored.`));
    if (!wanted || transform.type !== 'javascript') continue;
    const given = inferExpression(parseExpression(transform.expr), scope);
    if (!canBe(given, wanted))
      problems.push({
        ...problem(
          `${pointer}/${name}/expr`,
          step,
          'error',
          'expression/type_mismatch',
          `The input \`${name}\` of ${id} is ${nameOf(wanted)}, but the expression gives ${nameOf(given)}.`,
        ),
        start: 0,
        end: transform.expr.length,
      });
  }
  return problems;
}

/** A problem without a place within an expression. */
export function problem(pointer: string, step: string | null, severity: FlowProblem['severity'], code: string, message: string): FlowProblem {
  return { pointer, step, severity, code, message };
}

function nameOf({ type }: JsonSchema): string {
  return type === undefined ? 'of another type' : [type].flat().join(' or ');
}
