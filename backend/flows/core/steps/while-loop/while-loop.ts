import type { SequenceSource } from '../../state.ts';
import { afterIteration, goOn, openContainer } from '../containers.ts';
import type { AtKind, StepKind } from '../step-kind.ts';

/** Runs its steps again and again until a condition on it or in it stops it. Always one after the other. */
export const whileLoop: StepKind<'whileloopflow'> = {
  isJob: false,
  start: (draft, at) => openContainer(draft, at, null, 1, () => sourceOf(at)),
  childEnded: (draft, at, frame, ended) => afterIteration(draft, at, frame, ended, () => goOn(draft, at, frame, () => sourceOf(at))),
  resumed: (draft, at, frame) => goOn(draft, at, frame, () => sourceOf(at)),
  toleratesFailure: ({ value }) => value.skip_failures === true,
};

const sourceOf = ({ module }: AtKind<'whileloopflow'>): SequenceSource => ({ kind: 'iteration', step: module.id });
