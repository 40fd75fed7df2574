import type { SequenceSource } from '../../state.ts';
import { afterIteration, failStep, goOn, inputError, listOf, mostChildren, openContainer, prepare, succeed } from '../containers.ts';
import type { AtKind, StepKind } from '../step-kind.ts';

/** Runs its steps once for each item of a list, one after the other or several at once. */
export const forLoop: StepKind<'forloopflow'> = {
  isJob: false,
  start(draft, at) {
    const { iterator, parallel, parallelism } = at.module.value;
    const width = typeof parallelism === 'number' ? { transform: { type: 'static' as const, value: parallelism } } : parallelism ? { transform: parallelism } : undefined;
    prepare(draft, at, { items: { transform: iterator }, ...(parallel && width ? { parallelism: width } : {}) });
  },
  prepared(draft, at, { items, parallelism }) {
    if (!Array.isArray(items)) return failStep(draft, at, inputError(at, `The iterator of ${at.module.id} must be a list, but it is ${nameOf(items)}.`), true);
    if (items.length > mostChildren) return failStep(draft, at, inputError(at, `The list of ${at.module.id} has ${items.length} items; at most ${mostChildren} are allowed.`), true);
    if (items.length === 0) return succeed(draft, at, listOf(at, 0));
    const width = widthOf(at, items.length, parallelism);
    if (width === null) return failStep(draft, at, inputError(at, `The parallelism of ${at.module.id} must be a whole number from 1, but it is ${nameOf(parallelism)}.`), true);
    openContainer(draft, at, items.length, width, () => sourceOf(at));
  },
  childEnded(draft, at, frame, ended) {
    const next = (): void => goOn(draft, at, frame, () => sourceOf(at));
    if (at.module.value.parallel) return next();
    afterIteration(draft, at, frame, ended, next);
  },
  resumed: (draft, at, frame) => goOn(draft, at, frame, () => sourceOf(at)),
  toleratesFailure: ({ value }) => value.skip_failures === true,
};

const sourceOf = ({ module }: AtKind<'forloopflow'>): SequenceSource => ({ kind: 'iteration', step: module.id });

function widthOf({ module }: AtKind<'forloopflow'>, count: number, parallelism: unknown): number | null {
  if (!module.value.parallel) return 1;
  if (parallelism === undefined || parallelism === null) return count;
  return typeof parallelism === 'number' && Number.isInteger(parallelism) && parallelism >= 1 ? parallelism : null;
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
