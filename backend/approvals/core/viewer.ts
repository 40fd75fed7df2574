import type { ApprovalViewer } from '../approvals.contract.ts';
import type { Holders, Person } from './candidates.ts';
import { mayVote } from './may-vote.ts';
import { barredFrom, type CastVote, type RequestState } from './stages.ts';

/** Who looks at a request. `others` are away and have given their decisions to this person. */
export type Viewer = {
  person: Person;
  others: readonly Person[];
  /** Holds every right on the item that the request is about. */
  isOwner: boolean;
  isAdmin: boolean;
  /** Why this caller decides nothing at all, such as a token without the scope; `null` where that is not so. */
  barredBecause: string | null;
};

/** What more has to be known of the request. */
export type ViewedRequest = RequestState & { requestedBy: Person; claimedBy: Person | null; isExternalAllowed: boolean };

/** What somebody may do with a request, and why not: the same rules by which the server then decides. */
export function viewerOf(viewer: Viewer, request: ViewedRequest, votes: readonly CastVote[], holders: Holders): ApprovalViewer {
  const own = mayVote(request, votes, { voter: viewer.person, principal: viewer.person }, holders);
  const forOthers = own.allowed ? [] : viewer.others.filter((principal) => mayVote(request, votes, { voter: viewer.person, principal }, holders).allowed);
  const isOpen = request.status === 'open' && viewer.barredBecause === null;
  const canAct = isOpen && (own.allowed || forOthers.length > 0);
  const isCandidate = isOpen && own.allowed;
  const mine = votes.findLast(({ stage, voter }) => stage === request.stage && voter === viewer.person);
  return {
    can_act: canAct,
    reason: viewer.barredBecause ?? reasonOf(own.because, forOthers, request.claimedBy, viewer.person, canAct),
    my_vote: mine?.vote ?? null,
    can_claim: canAct && request.claimedBy === null,
    can_release: isOpen && request.claimedBy !== null && (request.claimedBy === viewer.person || viewer.isAdmin || viewer.isOwner),
    can_reassign: isCandidate || (isOpen && mayGiveAway(viewer, request, votes)),
    can_withdraw: isOpen && (request.requestedBy === viewer.person || viewer.isAdmin),
    can_link: isCandidate && request.isExternalAllowed,
    on_behalf_of: forOthers,
  };
}

/** Admins and owners give a stage to others, unless they are those whom it shall be decided without. */
export function mayGiveAway(viewer: Pick<Viewer, 'person' | 'isAdmin' | 'isOwner'>, request: RequestState, votes: readonly CastVote[]): boolean {
  const bar = barredFrom(request, votes).get(viewer.person);
  return (viewer.isAdmin || viewer.isOwner) && bar !== 'self' && bar !== 'author';
}

function reasonOf(own: string, forOthers: readonly Person[], claimedBy: Person | null, me: Person, canAct: boolean): string {
  const base = forOthers.length > 0 ? `You may decide for ${forOthers.join(' or ')}, who is away.` : own;
  return canAct && claimedBy !== null && claimedBy !== me ? `${base} ${claimedBy} has claimed it.` : base;
}
