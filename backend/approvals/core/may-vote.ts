import { candidatesInWords, type Holders, type Person } from './candidates.ts';
import { barredFrom, currentStage, stageTokens, type Bar, type CastVote, type RequestState } from './stages.ts';
import { personsWith } from './quorum.ts';

/** Why somebody may not decide: a code for programs, a sentence for people. */
export type Refusal = { code: RefusalCode; because: string };

/** Codes are those of `backend/common/app-error.ts`, behind `approval/`. */
export type RefusalCode = 'ended' | 'expired' | 'already_voted' | 'not_a_candidate' | 'self_approval' | 'barred' | 'comment_required' | 'reject_hidden';

/** Who wants to vote in whose right. */
export type Voter = { voter: Person; principal: Person };

/** The answer, with the reason in words. */
export type Permission = { allowed: true; because: string } | ({ allowed: false } & Refusal);

const endedWords = {
  approved: 'It was approved already.',
  rejected: 'It was rejected already.',
  expired: 'Its time is over.',
  withdrawn: 'It was withdrawn.',
  void: 'It is void: what it was about has ended or changed.',
} as const;

/** May `voter` decide the current stage now, in the right of `principal`? `holders` must be as of this moment. */
export function mayVote(request: RequestState, votes: readonly CastVote[], { voter, principal }: Voter, holders: Holders): Permission {
  if (request.status !== 'open') return refuse(request.status === 'expired' ? 'expired' : 'ended', endedWords[request.status]);
  const stage = currentStage(request);
  const isFor = voter === principal ? '' : `${principal}, for whom you would decide, `;
  if (!personsWith(holders, stageTokens(stage, request.path)).includes(principal)) {
    const words = candidatesInWords([...stage.candidates, ...stage.escalated], request.path);
    return refuse('not_a_candidate', isFor ? `${isFor}is not asked; it waits for ${words}.` : `It waits for ${words}.`);
  }
  const here = votes.filter((vote) => vote.stage === request.stage);
  if (here.some((vote) => vote.voter === voter)) return refuse('already_voted', 'You have decided already.');
  const used = here.find((vote) => vote.principal === principal);
  if (used) return refuse('already_voted', voter === principal ? `${used.voter} has decided for you already.` : `${principal} has decided already.`);
  const barred = barredFrom(request, votes);
  const bar = barred.get(voter) ?? barred.get(principal);
  if (bar) return refuse(bar === 'self' || bar === 'author' ? 'self_approval' : 'barred', barInWords(bar, barred.has(voter) ? null : principal));
  return { allowed: true, because: voter === principal ? 'You are asked to decide.' : `You may decide for ${principal}.` };
}

function barInWords(bar: Bar, whose: Person | null): string {
  const who = whose ?? 'You';
  switch (bar) {
    case 'self':
      return `${who} asked for it, or what asks runs in ${whose ? 'that' : 'your'} name; somebody else must decide.`;
    case 'author':
      return `${who} deployed what asks; somebody else must decide.`;
    case 'earlier_stage':
      return `${who} approved in a stage before; somebody else must decide this one.`;
    case 'given_away':
      return `${who} gave this decision to somebody else.`;
  }
}

const refuse = (code: RefusalCode, because: string): { allowed: false } & Refusal => ({ allowed: false, code, because });
