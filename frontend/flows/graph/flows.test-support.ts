import fc from 'fast-check';
import { defineFlow } from '../../../backend/flows/core/definition.ts';
import type { FlowModule, FlowValue } from '../../../backend/flows/flow.contract.ts';

type Shape = { kind: string; hasFinally: boolean; hasRollback: boolean; lists: readonly Shape[][] };

const kinds: readonly string[] = [
  'rawscript',
  'script',
  'flow',
  'identity',
  'wait_for_event',
  'forloopflow',
  'whileloopflow',
  'branchone',
  'branchall',
  'switch',
];

function shapes(depth: number): fc.Arbitrary<Shape[]> {
  const lists: fc.Arbitrary<Shape[][]> = depth > 0 ? fc.array(shapes(depth - 1), { maxLength: 3 }) : fc.constant([]);
  return fc.array(fc.record({ kind: fc.constantFrom(...(depth > 0 ? kinds : kinds.slice(0, 5))), hasFinally: rarely, hasRollback: rarely, lists }), {
    maxLength: depth > 1 ? 4 : 3,
  });
}

const rarely = fc.integer({ min: 0, max: 5 }).map((drawn) => drawn === 0);

/** Random flows of all kinds of steps, nested, with unique ids. */
export function flowValues(): fc.Arbitrary<FlowValue> {
  return fc.record({ list: shapes(3), hasFailure: fc.boolean(), hasPreprocessor: fc.boolean() }).map(({ list, hasFailure, hasPreprocessor }) => {
    const counter = { next: 0 };
    const value: FlowValue = { modules: list.map((shape) => moduleOf(shape, counter)) };
    if (hasFailure) value.failure_module = { id: 'failure', value: { type: 'identity' } };
    if (hasPreprocessor) value.preprocessor_module = { id: 'preprocessor', value: { type: 'identity' } };
    return value;
  });
}

/** Ids of all steps of a flow. */
export const stepIdsOf = (value: FlowValue): string[] => [...defineFlow(value).steps.keys()];

function moduleOf({ kind, hasFinally, hasRollback, lists }: Shape, counter: { next: number }): FlowModule {
  counter.next += 1;
  const id = `s${counter.next}`;
  const below = lists.map((list) => list.map((shape) => moduleOf(shape, counter)));
  const [first = [], ...others] = below;
  const module = { id, value: valueOf(kind, id, first, others) } as FlowModule;
  if (hasFinally) module.finally = [{ id: `${id}_finally`, value: { type: 'identity' } }];
  if (hasRollback) module.on_rollback = [];
  return module;
}

function valueOf(kind: string, id: string, first: FlowModule[], others: FlowModule[][]): unknown {
  const input_transforms = { amount: { type: 'javascript', expr: 'flow_input.amount' } };
  switch (kind) {
    case 'rawscript':
      return { type: kind, language: 'bun', content: `export const main = () => '${id}'`, input_transforms };
    case 'script':
    case 'flow':
      return { type: kind, path: `f/support/${id}`, input_transforms };
    case 'forloopflow':
      return { type: kind, iterator: { type: 'javascript', expr: 'flow_input.items' }, modules: [...first, ...others.flat()] };
    case 'whileloopflow':
      return { type: kind, modules: [...first, ...others.flat()] };
    case 'branchone':
      return { type: kind, branches: others.map((modules, index) => ({ expr: `flow_input.amount > ${index}`, modules })), default: first };
    case 'branchall':
      return { type: kind, branches: [first, ...others].map((modules) => ({ modules })), parallel: true };
    case 'switch':
      return {
        type: kind,
        value: { type: 'javascript', expr: 'flow_input.kind' },
        cases: others.map((modules, index) => ({ equals: [index], modules })),
        default: first,
      };
    case 'wait_for_event':
      return { type: kind, key: { type: 'static', value: id } };
    default:
      return { type: 'identity' };
  }
}
