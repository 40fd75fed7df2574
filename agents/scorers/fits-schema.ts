import { validatorFor } from '../../backend/schema/validator.ts';
import { describeProblems } from '../core/structured-output.ts';
import type { ScorerSpec } from './scorer.ts';

/** The output fits a JSON Schema. */
export const fitsSchema: ScorerSpec<'schema'> = {
  kind: 'schema',
  score({ schema }, { output }) {
    const problems = validatorFor(schema).check(output);
    return problems.length === 0
      ? { score: 1, reason: 'It fits the schema.' }
      : { score: 0, reason: `It does not fit the schema: ${describeProblems(problems)}.` };
  },
};
