import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError, isAppError, type ErrorCode } from '../common/app-error.ts';
import { canonicalJson, sha256 } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { ApprovalEnds } from './approval-ends.ts';
import { ApprovalSight } from './approval-sight.ts';
import { notifyApproval, queueNotice } from './approval-queue.sql.ts';
import { ApprovalVoteEntity, type ApprovalRequestEntity } from './approval.entity.ts';
import type { DecideApproval, DecideApprovals, DecideApprovalsResult } from './approvals.contract.ts';
import { ApprovalsRepository, shownHash, toCast, toState } from './approvals.repository.ts';
import type { Holders, Person } from './core/candidates.ts';
import { decideVote, type Decision } from './core/decide-vote.ts';
import { mayVote, type Refusal } from './core/may-vote.ts';
import { outcomeOfExpiry } from './core/timing.ts';
import { FormSecrets } from './form-secrets.ts';
import { PrincipalFinder } from './principals.ts';
import { RunRequestTargets } from './run-request-targets.ts';
import { checkedValues } from './vote-values.ts';

/** A decision that somebody gives, wherever it came from. */
export type GivenVote = Omit<DecideApproval, 'on_behalf_of'> & { voter: Person; voterUserId: string | null; principal: Person | null; channel: string };

/** A request under its lock, with everything that a decision depends on, as of this moment. */
type Locked = { request: ApprovalRequestEntity; votes: ApprovalVoteEntity[]; now: Date };

/** What the transaction came to. A refusal that also changed something is told after the commit. */
type Outcome = { error: AppError | null };

/**
 * Takes decisions. One transaction each: the row is locked, votes and who may vote are read under the lock, one vote is written, and if
 * it is the last that was needed the request ends and what waits for it is woken, all of it or nothing.
 */
@Injectable()
export class ApprovalDecisions {
  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly sight: ApprovalSight,
    private readonly principals: PrincipalFinder,
    private readonly ends: ApprovalEnds,
    private readonly targets: RunRequestTargets,
    private readonly secrets: FormSecrets,
  ) {}

  /** Decides as a member. The same idempotency key gives the same answer again. */
  async decide(auth: Auth, id: string, input: DecideApproval, channel = auth.via.kind === 'session' ? 'inbox' : 'api'): Promise<void> {
    await this.inTransaction(auth.workspaceId, id, async (transaction, locked) => {
      const principals = await this.principals.of(auth, transaction);
      const others = principals.others.map(({ person }) => person);
      if (!(await this.sight.sees(transaction, auth, id, principals))) throw this.sight.notFound();
      const me = subjectOf(auth);
      if (input.on_behalf_of !== undefined && input.on_behalf_of !== me && !others.includes(input.on_behalf_of))
        throw new AppError('approval/not_allowed', `${input.on_behalf_of} has not given their decisions to you for this time.`);
      const { on_behalf_of: named, ...vote } = input;
      return this.vote(transaction, locked, { ...vote, voter: me, voterUserId: auth.userId, principal: named ?? null, channel }, others, auth);
    });
  }

  /** The same decision about many that are alike; each is decided and recorded by itself. */
  async decideMany(auth: Auth, { items, vote, comment }: DecideApprovals): Promise<DecideApprovalsResult> {
    await this.requireAlike(
      auth,
      items.map(({ id }) => id),
    );
    const result: DecideApprovalsResult = { done: [], refused: [] };
    for (const { id, expected_hash } of items) {
      try {
        await this.decide(auth, id, { vote, comment, values: {}, expected_hash });
        result.done.push(id);
      } catch (error) {
        if (!isAppError(error) || error.status >= 500) throw error;
        result.refused.push({ id, code: error.code, message: error.message });
      }
    }
    return result;
  }

  /** Decides within a transaction whose caller found out who decides, as links do. */
  async decideLocked(
    workspaceId: string,
    id: string,
    given: GivenVote,
    before: (transaction: Transaction, request: ApprovalRequestEntity) => Promise<void>,
  ): Promise<void> {
    await this.inTransaction(workspaceId, id, async (transaction, locked) => {
      await before(transaction, locked.request);
      return this.vote(transaction, locked, given, [], null);
    });
  }

  /** Ends a request whose time is over, as its author said; for the clock, and for a vote that comes too late. */
  async expire(transaction: Transaction, { request, votes, now }: Locked): Promise<void> {
    const status = outcomeOfExpiry[request.spec.on_expiry];
    await this.ends.end(transaction, request, votes, { status, now, by: { actor: 'system' }, channel: 'system', because: 'Nobody decided in time' });
  }

  private async inTransaction(workspaceId: string, id: string, work: (transaction: Transaction, locked: Locked) => Promise<Outcome>): Promise<void> {
    const { error } = await this.database.transaction(async (transaction) => {
      const found = await this.repository.lock(transaction, workspaceId, id);
      if (!found) throw this.sight.notFound();
      return work(transaction, { ...found, votes: await this.repository.votesOf(transaction, [id]) });
    });
    if (error) throw error;
  }

  private async vote(transaction: Transaction, locked: Locked, given: GivenVote, delegators: readonly Person[], auth: Auth | null): Promise<Outcome> {
    const { request, votes, now } = locked;
    const fingerprint = sha256(canonicalJson([given.vote, given.comment, given.values]));
    const earlier =
      given.idempotency_key === undefined
        ? undefined
        : votes.find(({ voter, idempotencyKey }) => voter === given.voter && idempotencyKey === given.idempotency_key);
    if (earlier?.fingerprint === fingerprint) return { error: null };
    if (earlier) throw new AppError('approval/key_reused', 'This idempotency key was used for another decision.');
    if (given.expected_hash !== undefined && given.expected_hash !== shownHash(request)) {
      throw new AppError('approval/changed', 'This is not what you were shown: target, version, arguments or stage differ. Look at it again.', {
        hash: shownHash(request),
      });
    }
    const outdated = await this.whatEndsIt(transaction, locked);
    if (outdated) return { error: outdated };
    const holders = await this.repository.holdersOf(transaction, request.workspaceId, [request]);
    const principal = given.principal ?? this.principalOf(locked, given.voter, delegators, holders);
    const decision = decideVote(toState(request), votes.map(toCast), { voter: given.voter, principal, vote: given.vote, comment: given.comment }, holders);
    if (decision.kind === 'refused') throw toError(decision.refusal);
    const form = request.spec.form[given.vote];
    const values = await this.secrets.seal(request.workspaceId, auth, form, checkedValues(form, given.values));
    const row = await this.write(transaction, request, { ...given, principal, values }, decision, { now, fingerprint });
    await this.follow(transaction, { request, votes: [...votes, row], now }, decision, given, auth);
    return { error: null };
  }

  /** What comes too late ends the request by the way, so that its run does not wait for the clock. */
  private async whatEndsIt(transaction: Transaction, locked: Locked): Promise<AppError | null> {
    const { request, votes, now } = locked;
    if (request.status !== 'open') return null;
    if (request.expiresAt !== null && request.expiresAt <= now) {
      await this.expire(transaction, locked);
      return new AppError('approval/expired', 'Its time is over.');
    }
    const because = await this.targets.whyVoid(transaction, request);
    if (because === null) return null;
    await this.ends.end(transaction, request, votes, { status: 'void', now, by: { actor: 'system' }, channel: 'system', because });
    return new AppError('approval/changed', because);
  }

  /** The own right goes first; that of somebody who is away only where there is no own one. */
  private principalOf({ request, votes }: Locked, voter: Person, delegators: readonly Person[], holders: Holders): Person {
    const may = (principal: Person) => mayVote(toState(request), votes.map(toCast), { voter, principal }, holders).allowed;
    return may(voter) ? voter : (delegators.find(may) ?? voter);
  }

  private async write(
    transaction: Transaction,
    request: ApprovalRequestEntity,
    given: GivenVote & { principal: Person },
    { vote }: Exclude<Decision, { kind: 'refused' }>,
    { now, fingerprint }: { now: Date; fingerprint: string },
  ): Promise<ApprovalVoteEntity> {
    const formValues = request.spec.form[given.vote] === null ? null : given.values;
    const row = transaction.create(ApprovalVoteEntity, {
      id: newId(),
      requestId: request.id,
      stage: vote.stage,
      voter: vote.voter,
      voterUserId: given.voterUserId,
      principal: vote.principal,
      vote: vote.vote,
      isEscalated: vote.is_escalated,
      comment: given.comment,
      formValues,
      channel: given.channel,
      hashSeen: given.expected_hash ?? null,
      idempotencyKey: given.idempotency_key ?? null,
      fingerprint: given.idempotency_key === undefined ? null : fingerprint,
      at: now,
    });
    await transaction.insert(ApprovalVoteEntity, row as object);
    await this.repository.record(transaction, request.id, {
      kind: vote.vote === 'approve' ? 'approved' : 'rejected',
      actor: vote.voter,
      onBehalfOf: vote.principal === vote.voter ? null : vote.principal,
      channel: given.channel,
      stage: vote.stage,
      comment: given.comment,
      values: formValues,
      details: { hash: request.hash, ...(given.expected_hash === undefined ? {} : { hash_seen: given.expected_hash }) },
    });
    return row;
  }

  /** What a vote leads to, besides being counted. */
  private async follow(
    transaction: Transaction,
    { request, votes, now }: Locked,
    decision: Exclude<Decision, { kind: 'refused' }>,
    { voter, channel }: GivenVote,
    auth: Auth | null,
  ): Promise<void> {
    if (decision.kind === 'ended') return this.ends.end(transaction, request, votes, { status: decision.outcome, now, by: auth ?? { actor: voter }, channel });
    const told = [...request.waitsFor, request.requestedBy];
    if (decision.kind === 'stage_passed') {
      await this.repository.record(transaction, request.id, {
        kind: 'stage_passed',
        actor: 'system',
        channel: 'system',
        stage: request.stage,
        details: { next: decision.nextStage },
      });
      Object.assign(request, { stage: decision.nextStage, claimedBy: null });
      await runIn(transaction, queueNotice(request.id, 'asked', request.stage));
    } else await runIn(transaction, queueNotice(request.id, 'voted', request.stage));
    request.seenBy = [...new Set([...request.seenBy, decision.vote.voter, decision.vote.principal])];
    await this.repository.saveWaiting(transaction, request, votes);
    await runIn(transaction, notifyApproval(request.workspaceId, [...new Set([...told, ...request.waitsFor])]));
  }

  /** Many at once only where one glance is enough: alike, without a form, and not of high risk. */
  private async requireAlike(auth: Auth, ids: readonly string[]): Promise<void> {
    const requests = await this.sight.visible(auth, ids);
    const kinds = new Set(requests.map(({ subjectKind, path, step }) => `${subjectKind} ${path} ${step ?? ''}`));
    if (kinds.size > 1) throw new AppError('approval/not_bulk', 'Only requests of the same step of the same item can be decided together.');
    if (requests.some(({ spec }) => spec.risk === 'high')) throw new AppError('approval/not_bulk', 'Requests of high risk are decided one by one.');
    if (requests.some(({ spec }) => spec.form.approve !== null || spec.form.reject !== null))
      throw new AppError('approval/not_bulk', 'Requests with a form are decided one by one.');
  }
}

const codes = {
  ended: 'approval/ended',
  expired: 'approval/expired',
  already_voted: 'approval/already_voted',
  not_a_candidate: 'approval/not_a_candidate',
  self_approval: 'approval/self_approval',
  barred: 'approval/barred',
  comment_required: 'approval/comment_required',
  reject_hidden: 'approval/reject_hidden',
} as const satisfies Record<Refusal['code'], ErrorCode>;

const toError = ({ code, because }: Refusal): AppError => new AppError(codes[code], because);
