import { Injectable } from '@nestjs/common';
import { requireSubject } from '../access/subjects.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { ApprovalEnds } from './approval-ends.ts';
import { notifyApproval, queueNotice } from './approval-queue.sql.ts';
import { ApprovalSight } from './approval-sight.ts';
import { toViewer } from './approval-view.ts';
import type { ApprovalRequestEntity, ApprovalVoteEntity } from './approval.entity.ts';
import type { ApprovalViewer, ReassignApproval } from './approvals.contract.ts';
import { ApprovalsRepository, toCast, toState, type NewApprovalEvent } from './approvals.repository.ts';
import { mayGiveAway, viewerOf, type Viewer } from './core/viewer.ts';
import { reassign } from './core/stages.ts';
import { PrincipalFinder } from './principals.ts';

/** A request under its lock, and what the caller may do with it now. */
type Held = { request: ApprovalRequestEntity; votes: ApprovalVoteEntity[]; now: Date; viewer: Viewer; may: ApprovalViewer };

/** Everything that people do with a request besides deciding it. */
@Injectable()
export class ApprovalMoves {
  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly principals: PrincipalFinder,
    private readonly sight: ApprovalSight,
    private readonly ends: ApprovalEnds,
    private readonly events: Events,
  ) {}

  /** Adds to the conversation; also after the end. */
  comment(auth: Auth, id: string, comment: string): Promise<void> {
    return this.hold(auth, id, async (transaction, { request }) => {
      await this.record(transaction, auth, request, { kind: 'commented', comment });
      await this.changed(transaction, request, []);
    });
  }

  /** Says that one is at it, so that others need not be. It keeps nobody from deciding. */
  claim(auth: Auth, id: string): Promise<void> {
    return this.hold(auth, id, async (transaction, { request, votes, may }) => {
      if (request.claimedBy === subjectOf(auth)) return;
      if (request.claimedBy !== null && may.can_act)
        throw new AppError('approval/claimed', `${request.claimedBy} has claimed it.`, { claimed_by: request.claimedBy });
      if (!may.can_claim) throw new AppError('approval/not_allowed', may.reason);
      request.claimedBy = subjectOf(auth);
      await this.save(transaction, auth, request, votes, { kind: 'claimed' });
    });
  }

  release(auth: Auth, id: string): Promise<void> {
    return this.hold(auth, id, async (transaction, { request, votes, may }) => {
      if (request.claimedBy === null) return;
      if (!may.can_release) throw new AppError('approval/not_allowed', `Only ${request.claimedBy}, the owners of ${request.path} and admins may release it.`);
      const details = { claimed_by: request.claimedBy };
      request.claimedBy = null;
      await this.save(transaction, auth, request, votes, { kind: 'released', details });
    });
  }

  /**
   * Gives the current stage to others: all of it by an admin or an owner of the item, the own part of it by a candidate. Who must not
   * decide must not choose who does, and an owner who is not asked does not become the one who is.
   */
  reassign(auth: Auth, id: string, { to, comment }: ReassignApproval): Promise<void> {
    return this.hold(auth, id, async (transaction, { request, votes, viewer, may }) => {
      if (!may.can_reassign)
        throw new AppError(
          'approval/not_allowed',
          request.status === 'open' ? `Only candidates, the owners of ${request.path} and admins may give it to others. ${may.reason}` : may.reason,
        );
      for (const candidate of to) if (candidate !== 'owners') await requireSubject(transaction, auth.workspaceId, candidate);
      const isWhole = mayGiveAway(viewer, toState(request), votes.map(toCast));
      const me = subjectOf(auth);
      const toOneself =
        to.includes(me) ||
        to.some((candidate) => candidate.startsWith('g/') && auth.groups.includes(candidate.slice(2))) ||
        (to.includes('owners') && viewer.isOwner);
      if (isWhole && !viewer.isAdmin && !may.can_act && toOneself)
        throw new AppError('approval/not_allowed', 'You may give it to others, but not to yourself.');
      const before = request.stages[request.stage]?.candidates ?? [];
      request.stages = reassign(request.stages, request.stage, to, isWhole ? null : me);
      if (request.claimedBy !== null && (isWhole || request.claimedBy === me)) request.claimedBy = null;
      const old = request.waitsFor;
      await this.save(
        transaction,
        auth,
        request,
        votes,
        { kind: 'reassigned', comment, stage: request.stage, details: { from: before, to, ...(isWhole ? {} : { part_of: me }) } },
        old,
      );
      await runIn(transaction, queueNotice(request.id, 'asked', request.stage));
    });
  }

  /** Takes a request back; what waits for it goes on with that. */
  withdraw(auth: Auth, id: string, comment: string): Promise<void> {
    return this.hold(auth, id, async (transaction, { request, votes, now, may }) => {
      if (request.status !== 'open') throw new AppError('approval/ended', may.reason);
      if (!may.can_withdraw) throw new AppError('approval/not_allowed', `Only ${request.requestedBy} and admins may withdraw it.`);
      if (comment.trim() !== '') await this.record(transaction, auth, request, { kind: 'commented', comment });
      await this.ends.end(transaction, request, votes, { status: 'withdrawn', now, by: auth, channel: channelOf(auth) });
    });
  }

  private hold(auth: Auth, id: string, work: (transaction: Transaction, held: Held) => Promise<void>): Promise<void> {
    return this.database.transaction(async (transaction) => {
      const found = await this.repository.lock(transaction, auth.workspaceId, id);
      const principals = await this.principals.of(auth, transaction);
      if (!found || !(await this.sight.sees(transaction, auth, id, principals))) throw this.sight.notFound();
      const { request } = found;
      const [votes, holders] = [await this.repository.votesOf(transaction, [id]), await this.repository.holdersOf(transaction, auth.workspaceId, [request])];
      const viewer = toViewer(auth, principals, request);
      const { requestedBy, claimedBy, spec } = request;
      const may = viewerOf(viewer, { ...toState(request), requestedBy, claimedBy, isExternalAllowed: spec.is_external_allowed }, votes.map(toCast), holders);
      await work(transaction, { ...found, votes, viewer, may });
    });
  }

  private async save(
    transaction: Transaction,
    auth: Auth,
    request: ApprovalRequestEntity,
    votes: readonly ApprovalVoteEntity[],
    event: Omit<NewApprovalEvent, 'actor' | 'channel'>,
    before: readonly string[] = [],
  ): Promise<void> {
    await this.repository.saveWaiting(transaction, request, votes);
    await this.record(transaction, auth, request, event);
    await this.changed(transaction, request, before);
  }

  private async record(
    transaction: Transaction,
    auth: Auth,
    request: ApprovalRequestEntity,
    event: Omit<NewApprovalEvent, 'actor' | 'channel'>,
  ): Promise<void> {
    await this.repository.record(transaction, request.id, { ...event, actor: subjectOf(auth), channel: channelOf(auth) });
    await this.events.record(transaction, auth, {
      action: `approval.${event.kind}`,
      objectKind: 'approval',
      objectPath: request.path,
      details: { id: request.id, title: request.title, ...event.details },
    });
  }

  private async changed(transaction: Transaction, request: ApprovalRequestEntity, before: readonly string[]): Promise<void> {
    await runIn(
      transaction,
      notifyApproval(request.workspaceId, [
        ...new Set([...before, ...request.waitsFor, ...(request.status === 'open' ? [] : request.seenBy), request.requestedBy]),
      ]),
    );
  }
}

/** Through what somebody acts, for the record. */
export const channelOf = ({ via }: Auth): string => (via.kind === 'session' ? 'inbox' : 'api');
