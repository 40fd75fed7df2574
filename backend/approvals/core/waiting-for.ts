import { candidatesInWords, type Holders } from './candidates.ts';
import { tally } from './quorum.ts';
import { currentStage, type CastVote, type RequestState } from './stages.ts';

/** Whom a request waits for, in a few words: "g/finance", "1 of 2 from g/finance", "nobody: no member of g/finance may decide". */
export function waitingFor(request: RequestState, votes: readonly CastVote[], holders: Holders): string {
  if (request.status !== 'open') return '';
  const stage = currentStage(request);
  const { needed, approvals, left } = tally(request, votes, holders);
  const who = candidatesInWords([...stage.candidates, ...stage.escalated], request.path);
  const isStuck = approvals + left < needed;
  if (isStuck)
    return left === 0 && approvals === 0 ? `nobody: none of ${who} may decide` : `${approvals} of ${needed} from ${who}, of whom only ${left} more may decide`;
  return needed === 1 ? who : `${approvals} of ${needed} from ${who}`;
}
