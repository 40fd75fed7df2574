import { tokensOf, type Holders, type Person } from './candidates.ts';
import { barredFrom, currentStage, stageTokens, type CastVote, type RequestState } from './stages.ts';

/** Where the current stage is. */
export type Tally = {
  /** Approvals that are needed. */
  needed: number;
  approvals: number;
  rejections: number;
  /** People who could still approve. */
  left: number;
  outcome: 'open' | 'passed' | 'rejected';
};

/** Everyone of `holders` who holds one of `tokens`. */
export function personsWith(holders: Holders, tokens: readonly string[]): Person[] {
  const wanted = new Set(tokens);
  return [...holders].filter(([, held]) => held.some((token) => wanted.has(token))).map(([person]) => person);
}

/**
 * Counts the current stage. A vote counts for the right with which it was given, so that nobody counts twice; votes of those who
 * left since stay, they were allowed when they were given.
 *
 * `all` is everyone who is a candidate now and not barred, with those who voted already. Who came by escalation stands in for one of them.
 */
export function tally(request: RequestState, votes: readonly CastVote[], holders: Holders): Tally {
  const stage = currentStage(request);
  const here = votes.filter((vote) => vote.stage === request.stage);
  const voted = new Set(here.map(({ principal }) => principal));
  const approvals = here.filter(({ vote }) => vote === 'approve').length;
  const rejections = here.length - approvals;
  const barred = barredFrom(request, votes);
  const able = (tokens: readonly string[]) => personsWith(holders, tokens).filter((person) => !barred.has(person));
  const left = able(stageTokens(stage, request.path)).filter((person) => !voted.has(person)).length;
  const base = able(tokensOf(stage.candidates, request.path));
  const needed = stage.quorum === 'any' ? 1 : stage.quorum === 'all' ? neededOfAll(base, here) : stage.quorum;
  return { needed, approvals, rejections, left, outcome: outcomeOf({ needed, approvals, rejections, left }, request.spec.veto) };
}

function neededOfAll(candidates: readonly Person[], votes: readonly CastVote[]): number {
  const everyone = new Set([...candidates, ...votes.filter(({ is_escalated }) => !is_escalated).map(({ principal }) => principal)]);
  return Math.max(1, everyone.size);
}

function outcomeOf({ needed, approvals, rejections, left }: Omit<Tally, 'outcome'>, veto: 'first' | 'majority'): Tally['outcome'] {
  if (veto === 'first' && rejections > 0) return 'rejected';
  if (approvals >= needed) return 'passed';
  return rejections > 0 && approvals + left < needed ? 'rejected' : 'open';
}
