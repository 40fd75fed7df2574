import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import type { FlowModule, InputTransform } from '../flow.contract.ts';

/** An expression of a step, where it stands, and what it sees besides what the step sees. */
export type PlacedExpression = { readonly source: string; readonly pointer: string; readonly extra: Readonly<Record<string, JsonSchema>> };

const withResult = { result: {}, error: {}, all_iters: { type: 'array' }, resume: {}, resumes: { type: 'array' }, approvers: { type: 'array' } };

/** All expressions of a step itself, without those of the steps below it. */
export function expressionsOf(module: FlowModule, pointer: string): PlacedExpression[] {
  const { value, retry, skip_if: skip, stop_after_if: stop, stop_after_all_iters_if: stopAfterAll } = module;
  const found: PlacedExpression[] = [];
  const add = (source: string | undefined, place: string, extra: PlacedExpression['extra'] = {}): void =>
    void (source !== undefined && found.push({ source, pointer: `${pointer}/${place}`, extra }));
  const transform = (given: InputTransform | number | null | undefined, place: string, extra: PlacedExpression['extra'] = {}): void =>
    void (typeof given === 'object' && given?.type === 'javascript' && add(given.expr, `${place}/expr`, extra));
  add(skip?.expr, 'skip_if/expr');
  add(stop?.expr, 'stop_after_if/expr', withResult);
  add(stopAfterAll?.expr, 'stop_after_all_iters_if/expr', withResult);
  add(retry?.retry_if?.expr, 'retry/retry_if/expr', withResult);
  transform(module.sleep, 'sleep', withResult);
  transform(module.timeout, 'timeout', withResult);
  transform(module.cache_key, 'cache_key', { params: {} });
  transform(module.suspend?.user_groups_required, 'suspend/user_groups_required', withResult);
  if ('input_transforms' in value)
    for (const [name, given] of Object.entries(value.input_transforms ?? {})) transform(given as InputTransform, `value/input_transforms/${escaped(name)}`);
  if (value.type === 'aiagent' && !value.agent) for (const { source, place } of ofTools(value)) add(source, place);
  if (value.type === 'forloopflow') transform(value.iterator, 'value/iterator');
  if (value.type === 'forloopflow') transform(value.parallelism, 'value/parallelism');
  if (value.type === 'switch') transform(value.value, 'value/value');
  if (value.type === 'wait_for_event') transform(value.key, 'value/key');
  if (value.type === 'branchone') for (const [index, { expr }] of value.branches.entries()) add(expr, `value/branches/${index}/expr`);
  return found;
}

/** What stands in the tools of an agent is not checked by the contract of the flow, which keeps tools that it does not know. */
function ofTools(value: Extract<FlowModule['value'], { type: 'aiagent' }>): { source: string; place: string }[] {
  const inTools = (value.tools ?? []).flatMap((tool, index) => ofInputs(tool.value['input_transforms'], `value/tools/${index}/value/input_transforms`));
  const outside = value['tool_inputs'];
  const inInputs = isObject(outside) ? Object.entries(outside).flatMap(([id, inputs]) => ofInputs(inputs, `value/tool_inputs/${escaped(id)}`)) : [];
  return [...inTools, ...inInputs];
}

function ofInputs(inputs: unknown, place: string): { source: string; place: string }[] {
  if (!isObject(inputs)) return [];
  return Object.entries(inputs).flatMap(([name, given]) =>
    isObject(given) && given['type'] === 'javascript' && typeof given['expr'] === 'string'
      ? [{ source: given['expr'], place: `${place}/${escaped(name)}/expr` }]
      : [],
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
