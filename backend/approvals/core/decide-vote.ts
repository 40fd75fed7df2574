import { tokensOf, type Holders } from './candidates.ts';
import { mayVote, type Refusal, type Voter } from './may-vote.ts';
import { personsWith, tally } from './quorum.ts';
import { currentStage, type CastVote, type RequestState } from './stages.ts';

/** A vote that somebody wants to give. */
export type Vote = Voter & { vote: 'approve' | 'reject'; comment: string };

/** What a vote leads to. `stage_passed` opens the next stage; `counted` waits for more. */
export type Decision =
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'counted'; vote: CastVote }
  | { kind: 'stage_passed'; vote: CastVote; nextStage: number }
  | { kind: 'ended'; vote: CastVote; outcome: 'approved' | 'rejected' };

/**
 * Decides about one vote: pure, so that it says the same wherever it is asked. The shell holds the lock of the request, reads votes
 * and holders under it, and writes what this says.
 */
export function decideVote(request: RequestState, votes: readonly CastVote[], given: Vote, holders: Holders): Decision {
  const permission = mayVote(request, votes, given, holders);
  if (!permission.allowed) return { kind: 'refused', refusal: permission };
  if (given.vote === 'reject' && request.spec.is_reject_hidden) return refused('reject_hidden', 'This can only be approved.');
  if (given.vote === 'reject' && request.spec.is_comment_required_on_reject && given.comment.trim() === '')
    return refused('comment_required', 'Say why you reject it: a comment is needed.');
  const { stages, stage, path } = request;
  const isCandidate = personsWith(holders, tokensOf(currentStage(request).candidates, path)).includes(given.principal);
  const vote: CastVote = { stage, voter: given.voter, principal: given.principal, vote: given.vote, is_escalated: !isCandidate };
  const { outcome } = tally(request, [...votes, vote], holders);
  if (outcome === 'open') return { kind: 'counted', vote };
  if (outcome === 'rejected') return { kind: 'ended', vote, outcome: 'rejected' };
  return stage + 1 < stages.length ? { kind: 'stage_passed', vote, nextStage: stage + 1 } : { kind: 'ended', vote, outcome: 'approved' };
}

const refused = (code: Refusal['code'], because: string): Decision => ({ kind: 'refused', refusal: { code, because } });
