/** How much one evaluation may use. */
export type EvaluationLimits = {
  readonly timeMs: number;
  readonly memoryBytes: number;
  readonly resultLength: number;
};

/** Generous for expressions, small enough that a bad one disturbs nobody: it blocks its thread for at most half a second. */
export const defaultLimits: EvaluationLimits = { timeMs: 500, memoryBytes: 32 * 1024 * 1024, resultLength: 4 * 1024 * 1024 };

/**
 * Stack of the engine. Half of the depth at which the host's own stack was seen to overflow first (128 KB, JSON of 100,000
 * nested objects), and still 300 calls deep.
 */
export const stackBytes = 64 * 1024;
