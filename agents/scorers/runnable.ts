import { AppError } from '../../backend/common/app-error.ts';
import type { JsonObject } from '../../backend/common/json.ts';
import type { Answered, Score, ScorerSpec } from './scorer.ts';

/** A script of the workspace gives the score: `{score, reason?}` for `case`, `output` and `calls`. */
export const runnable: ScorerSpec<'runnable'> = {
  kind: 'runnable',
  async score({ path }, answered, { runScript }) {
    return readScore(`The script "${path}"`, await runScript(path, argumentsOf(answered)));
  },
};

const argumentsOf = ({ case: asked, output, calls }: Answered): JsonObject => ({ case: asked, output, calls: [...calls] });

/** What somebody else says the score is. */
export function readScore(judge: string, given: unknown): Score {
  const { score, reason } = (given ?? {}) as { score?: unknown; reason?: unknown };
  if (typeof score !== 'number' || !(score >= 0 && score <= 1))
    throw new AppError('agent/score_invalid', `${judge} gave no \`score\` from 0 to 1. It has to give {score, reason?}.`);
  return { score, reason: typeof reason === 'string' ? reason.slice(0, 2000) : '' };
}
