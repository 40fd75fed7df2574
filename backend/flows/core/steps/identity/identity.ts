import { succeed } from '../containers.ts';
import type { StepKind } from '../step-kind.ts';

/** Passes the previous result on, without a job. */
export const identity: StepKind<'identity'> = {
  isJob: false,
  start: (draft, at) => succeed(draft, at, { from: 'previous' }),
};
