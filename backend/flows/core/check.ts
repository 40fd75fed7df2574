import { checkReferences, type ScopeSchema } from '../../expressions/core/infer.ts';
import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import { parseExpression } from '../../expressions/core/parse.ts';
import type { FlowModule } from '../flow.contract.ts';
import { checkAgentTarget } from './agent-step/check-target.ts';
import { checkInputs, problem, type FlowProblem } from './check-inputs.ts';
import { defineFlow, type FlowDefinition, type Located } from './definition.ts';
import { expressionsOf, type PlacedExpression } from './expressions-of.ts';
import { scopeOf, type RunnableSchemas } from './scope.ts';
import { reservedStepIds } from './step-id.ts';

export type { FlowProblem } from './check-inputs.ts';

/** What the check knows of the world: the schema of the flow's input, and those of the runnables that its steps name. */
export type CheckInput = { readonly schema: JsonSchema; readonly runnables: RunnableSchemas };

/** Everything that can be said about a flow without running it. Pointers are those of `value`; errors refuse a deploy, warnings do not. */
export function checkFlow(value: FlowDefinition['value'], input: CheckInput): FlowProblem[] {
  const definition = defineFlow(value);
  const problems: FlowProblem[] = definition.duplicates.map(({ module, pointer }) =>
    problem(
      pointer,
      module.id,
      'error',
      'flow/duplicate_id',
      `There is another step \`${module.id}\`. Ids are unique in the whole flow, also in branches and loops.`,
    ),
  );
  for (const located of definition.steps.values()) problems.push(...checkStep(definition, located, input));
  problems.push(...checkFlowSettings(definition, input));
  return problems;
}

function checkStep(definition: FlowDefinition, located: Located, input: CheckInput): FlowProblem[] {
  const { module, pointer } = located;
  const scope = scopeOf(definition, located, input.schema, input.runnables);
  const problems = expressionsOf(module, `${pointer}`).flatMap((placed) => checkExpression(placed, scope, module.id));
  problems.push(...checkTarget(module, pointer, scope, input.runnables), ...checkSettings(located));
  const isOwnPlace = located.sequence.source.kind === module.id;
  if (reservedStepIds.has(module.id) && !isOwnPlace)
    problems.push(problem(`${pointer}/id`, module.id, 'error', 'flow/reserved_id', `\`${module.id}\` is a reserved word and cannot be the id of a step.`));
  return problems;
}

function checkExpression({ source, pointer, extra }: PlacedExpression, scope: ScopeSchema, step: string | null): FlowProblem[] {
  const parsed = parseExpression(source);
  const found = parsed.problems.length > 0 ? parsed.problems : checkReferences(parsed, { ...scope, ...extra });
  return found.map(({ code, message, start, end }) => ({ pointer, step, severity: 'error' as const, code, message, start, end }));
}

/** The script or flow of a step: whether it is there, and whether the inputs fit. */
function checkTarget({ id, value }: FlowModule, pointer: string, scope: ScopeSchema, runnables: RunnableSchemas): FlowProblem[] {
  const transforms = `${pointer}/value/input_transforms`;
  if (value.type === 'rawscript') return checkInputs(id, id, value.input_transforms ?? {}, transforms, scope, runnables('rawscript', id)?.input ?? {});
  if (value.type === 'aiagent') return checkAgentTarget(id, value, pointer, scope, runnables);
  if (value.type !== 'script' && value.type !== 'flow') return [];
  const schemas = runnables(value.type, value.path);
  if (schemas === null)
    return [problem(`${pointer}/value/path`, id, 'error', 'flow/unknown_runnable', `There is no ${value.type} ${value.path}, or you may not run it.`)];
  return checkInputs(id, id, value.input_transforms ?? {}, transforms, scope, schemas?.input ?? {});
}

/** Settings that do nothing where they stand, or that can never end. */
function checkSettings({ module, pointer, position, sequence }: Located): FlowProblem[] {
  const { id, value, stop_after_if: stop } = module;
  const problems: FlowProblem[] = [];
  const warn = (place: string, code: string, message: string): void => void problems.push(problem(`${pointer}/${place}`, id, 'warning', code, message));
  const isLast = position === sequence.modules.length - 1;
  if (module.sleep && isLast) warn('sleep', 'flow/no_effect', `The sleep of ${id} has no effect: there is no step after it.`);
  if (stop && (value.type === 'branchall' || (value.type === 'forloopflow' && value.parallel)))
    warn('stop_after_if', 'flow/no_effect', `The stop condition of ${id} is not asked, because its parts have no order. Use stop_after_all_iters_if.`);
  if (value.type === 'whileloopflow' && value.parallel)
    warn('value/parallel', 'flow/no_effect', `${id} is a while loop and runs one iteration after the other.`);
  if (value.type === 'whileloopflow' && !stop && !canStop(value.modules))
    problems.push(problem(pointer, id, 'error', 'flow/endless_loop', `The loop ${id} never ends: give it or a step in it a stop_after_if.`));
  if (stop?.expr.trim() === 'true' && !isLast) {
    for (const later of sequence.modules.slice(position + 1))
      problems.push(
        problem(
          `${sequence.pointer}/${sequence.modules.indexOf(later)}`,
          later.id,
          'warning',
          'flow/unreachable',
          `${later.id} is never reached, because ${id} always stops before it.`,
        ),
      );
  }
  return problems;
}

/** Whether a step of a loop body, or of a branch in it, can stop the loop. */
function canStop(modules: readonly FlowModule[]): boolean {
  return modules.some(({ stop_after_if: stop, stop_after_all_iters_if: stopAfterAll, value }) => {
    if (stop || stopAfterAll) return true;
    if (value.type === 'branchone') return canStop([...value.branches.flatMap((branch) => branch.modules), ...(value.default ?? [])]);
    if (value.type === 'switch') return canStop([...value.cases.flatMap((one) => one.modules), ...(value.default ?? [])]);
    return value.type === 'branchall' && !value.parallel && canStop(value.branches.flatMap((branch) => branch.modules));
  });
}

function checkFlowSettings({ value, steps }: FlowDefinition, { schema }: CheckInput): FlowProblem[] {
  const problems = value.skip_expr
    ? checkExpression(
        { source: value.skip_expr, pointer: '/skip_expr', extra: {} },
        { flow_input: schema, flow_env: {}, WM_SCHEDULED_FOR: { type: 'string' } },
        null,
      )
    : [];
  if (value.early_return && !steps.has(value.early_return))
    problems.push(problem('/early_return', null, 'error', 'flow/unknown_step', `There is no step \`${value.early_return}\` to answer with.`));
  return problems;
}
