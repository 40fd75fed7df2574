import type { ApprovalSpec, ApprovalStatus, Candidate, Quorum } from '../approvals.contract.ts';
import { tokensOf, type Person, type Token } from './candidates.ts';

/** A stage as it is now. */
export type StageState = {
  name: string;
  candidates: Candidate[];
  quorum: Quorum;
  is_distinct: boolean;
  /** Those who came with the escalation: they may decide too, but nobody waits for all of them. */
  escalated: Candidate[];
  /** Who gave the own part in it to somebody else. */
  excluded: Person[];
};

/** A vote that was given. `principal` is whose right it was, `voter` who acted; `is_escalated` when the right came with an escalation. */
export type CastVote = { stage: number; voter: Person; principal: Person; vote: 'approve' | 'reject'; is_escalated: boolean };

/** What decisions about a request depend on, besides its votes and who may decide. */
export type RequestState = {
  status: ApprovalStatus;
  path: string;
  stage: number;
  stages: readonly StageState[];
  chain: readonly Person[];
  authors: readonly Person[];
  spec: Pick<ApprovalSpec, 'veto' | 'is_self_approval_forbidden' | 'is_author_approval_forbidden' | 'is_comment_required_on_reject' | 'is_reject_hidden'>;
};

/**
 * A spec without candidates that nobody is: a group of that name that somebody makes later must not decide. `empty` is the first stage of
 * which nobody is left.
 */
export function withoutUnknown(spec: ApprovalSpec, unknown: ReadonlySet<string>): { spec: ApprovalSpec; empty: number | null } {
  const known = (candidates: readonly Candidate[]): Candidate[] => candidates.filter((candidate) => !unknown.has(candidate));
  const stages = spec.stages.map((stage) => ({ ...stage, candidates: known(stage.candidates) }));
  const empty = stages.findIndex(({ candidates }, index) => candidates.length === 0 && (spec.stages[index]?.candidates.length ?? 0) > 0);
  return { spec: { ...spec, stages, escalate_to: known(spec.escalate_to) }, empty: empty < 0 ? null : empty };
}

/** The stages with which a request begins. */
export const firstStages = (spec: ApprovalSpec): StageState[] => spec.stages.map((stage) => ({ ...stage, escalated: [], excluded: [] }));

/** The stage that is open, or the last one that was. */
export function currentStage({ stages, stage }: Pick<RequestState, 'stages' | 'stage'>): StageState {
  const current = stages[Math.min(stage, stages.length - 1)];
  if (!current) throw new Error('An approval has at least one stage');
  return current;
}

/** Tokens of those who may decide a stage: the candidates, and whom it was escalated to. */
export function stageTokens(stage: StageState, path: string): Token[] {
  const escalated = stage.escalated.length === 0 ? [] : tokensOf(stage.escalated, path);
  return [...new Set([...tokensOf(stage.candidates, path), ...escalated])];
}

/** Why a person may not decide the current stage although a candidate; `null` when nothing bars them. */
export type Bar = 'self' | 'author' | 'earlier_stage' | 'given_away';

/** Everyone who is barred from the current stage. It holds for who acts and for whose right is used alike. */
export function barredFrom(request: RequestState, votes: readonly CastVote[]): ReadonlyMap<Person, Bar> {
  const stage = currentStage(request);
  const barred = new Map<Person, Bar>(stage.excluded.map((person) => [person, 'given_away']));
  if (stage.is_distinct) {
    for (const vote of votes)
      if (vote.stage < request.stage && vote.vote === 'approve') for (const person of [vote.voter, vote.principal]) barred.set(person, 'earlier_stage');
  }
  if (request.spec.is_author_approval_forbidden) for (const person of request.authors) barred.set(person, 'author');
  if (request.spec.is_self_approval_forbidden) for (const person of request.chain) barred.set(person, 'self');
  return barred;
}

/** After an escalation: the candidates of it may decide this stage and those after it too. */
export function escalate(stages: readonly StageState[], from: number, to: readonly Candidate[]): StageState[] {
  return stages.map((stage, index) => (index < from ? stage : { ...stage, escalated: [...new Set([...stage.escalated, ...to])] }));
}

/** Gives the current stage to others: all of it, or the part of one candidate. */
export function reassign(stages: readonly StageState[], at: number, to: readonly Candidate[], partOf: Person | null): StageState[] {
  return stages.map((stage, index) => {
    if (index !== at) return stage;
    if (partOf === null) return { ...stage, candidates: [...to], escalated: [], excluded: [] };
    const named = stage.candidates.length === 0 ? ['owners'] : stage.candidates;
    const candidates = [...new Set([...named.filter((candidate) => candidate !== partOf), ...to])];
    return { ...stage, candidates, excluded: [...new Set([...stage.excluded, partOf])].filter((person) => !to.includes(person)) };
  });
}
