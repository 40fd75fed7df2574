import type { Scorer } from '../../backend/agents/agent.contract.ts';
import { contains } from './contains.ts';
import { exact } from './exact.ts';
import { fitsSchema } from './fits-schema.ts';
import { judge } from './judge.ts';
import { runnable } from './runnable.ts';
import type { Answered, Score, ScorerPorts, ScorerSpec } from './scorer.ts';
import { tools } from './tools.ts';

/** Every way to score, by its kind. */
export const scorers: { readonly [Kind in Scorer['kind']]: ScorerSpec<Kind> } = { exact, contains, schema: fitsSchema, tools, runnable, judge };

/** Scores an answer in one way; `null` where the case says nothing that it could be measured by. */
export async function scoreBy<Kind extends Scorer['kind']>(
  scorer: Extract<Scorer, { kind: Kind }>,
  answered: Answered,
  ports: ScorerPorts,
): Promise<Score | null> {
  const spec = scorers[scorer.kind as Kind] as ScorerSpec<Kind>;
  return spec.score(scorer, answered, ports);
}

/** Mean of the scores that there are; `null` where nothing measures the case, which then counts for nothing. */
export function meanScore(scores: readonly (Score | null)[]): number | null {
  const measured = scores.filter((score) => score !== null);
  return measured.length === 0 ? null : measured.reduce((sum, { score }) => sum + score, 0) / measured.length;
}
