import type { JsonObject } from '../common/json.ts';

/** What a deploy found out about the code of a step, or of a tool of its agent. */
export type StepCode = {
  /** Lock file of its packages; `''` where it needs none. */
  lock: string;
  /** Paths of the scripts of the workspace that it imports directly. */
  imports: string[];
  /** Schema of its arguments, in the order of its parameters. */
  schema: JsonObject;
};

/** By what each piece of code goes by: see `core/code-places.ts`. */
export type StepCodes = Record<string, StepCode>;

/**
 * The path that the code of a step has: its relative imports begin there, its bundle is named so. The folder of the flow is a
 * folder for its code, so `../helper.ts` in a step of `f/shop/refund` is the script `f/shop/helper`.
 */
export const stepPath = (flowPath: string, step: string): string => `${flowPath}/${step}`;
