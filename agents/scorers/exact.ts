import { isDeepStrictEqual } from 'node:util';
import { textOfOutput, type ScorerSpec } from './scorer.ts';

/** The output is what is expected: the same JSON, or the same text but for space around it. */
export const exact: ScorerSpec<'exact'> = {
  kind: 'exact',
  score(_scorer, { case: { expected }, output }) {
    if (expected === null) return null;
    const isEqual = typeof expected === 'string' ? textOfOutput(output).trim() === expected.trim() : isDeepStrictEqual(output, expected);
    return isEqual ? { score: 1, reason: 'It is what was expected.' } : { score: 0, reason: 'It is not what was expected.' };
  },
};
