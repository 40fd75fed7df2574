import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import { runIn, type Transaction } from '../database/database.ts';
import { ApprovalEventEntity, ApprovalRequestEntity, ApprovalVoteEntity } from './approval.entity.ts';
import type { ApprovalEvent } from './approvals.contract.ts';
import { barredFrom, currentStage, stageTokens, type CastVote, type RequestState } from './core/stages.ts';
import type { Holders } from './core/candidates.ts';
import { readHolders, type HolderRow } from './holders.sql.ts';

/** An entry of the record that is about to be added. */
export type NewApprovalEvent = {
  kind: ApprovalEvent['kind'];
  actor: string;
  channel: string;
  onBehalfOf?: string | null;
  stage?: number | null;
  comment?: string;
  values?: JsonObject | null;
  details?: JsonObject;
};

/** The rows of approvals. */
@Injectable()
export class ApprovalsRepository {
  /** A request, locked until the transaction ends, with the time of the database; `null` when there is none in the workspace. */
  async lock(transaction: Transaction, workspaceId: string, id: string): Promise<{ request: ApprovalRequestEntity; now: Date } | null> {
    const request = await transaction.findOne(ApprovalRequestEntity, { where: { id, workspaceId }, lock: { mode: 'pessimistic_write' } });
    if (!request) return null;
    // After the lock: whoever had to wait for it decides by the time at which it decides.
    const [clock] = await runIn<{ now: Date }>(transaction, { text: 'select clock_timestamp() as now', values: [] });
    return { request, now: clock?.now ?? new Date() };
  }

  votesOf(manager: Transaction, requestIds: readonly string[]): Promise<ApprovalVoteEntity[]> {
    return requestIds.length === 0
      ? Promise.resolve([])
      : manager.find(ApprovalVoteEntity, { where: { requestId: In([...requestIds]) }, order: { at: 'ASC', id: 'ASC' } });
  }

  eventsOf(manager: Transaction, requestId: string, most: number): Promise<ApprovalEventEntity[]> {
    return manager.find(ApprovalEventEntity, { where: { requestId }, order: { at: 'DESC', id: 'DESC' }, take: most }).then((events) => events.reverse());
  }

  /** Members who hold one of `tokens` now. */
  membersWith(manager: Transaction, workspaceId: string, tokens: readonly string[]): Promise<HolderRow[]> {
    return tokens.length === 0 ? Promise.resolve([]) : runIn<HolderRow>(manager, readHolders(workspaceId, [...new Set(tokens)]));
  }

  /** Who may decide the current stages of these requests, as of now. */
  async holdersOf(manager: Transaction, workspaceId: string, requests: readonly ApprovalRequestEntity[]): Promise<Holders> {
    const tokens = requests.filter(({ status }) => status === 'open').flatMap((request) => stageTokens(currentStage(request), request.path));
    return toHolders(await this.membersWith(manager, workspaceId, tokens));
  }

  async record(
    transaction: Transaction,
    requestId: string,
    { kind, actor, channel, onBehalfOf = null, stage = null, comment = '', values = null, details = {} }: NewApprovalEvent,
  ): Promise<void> {
    const row: object = { id: newId(), requestId, kind, actor, channel, onBehalfOf, stage, comment, formValues: values, details };
    await transaction.insert(ApprovalEventEntity, row);
  }

  /** Writes whom a request waits for, after its stages, its stage or its votes have changed. */
  async saveWaiting(transaction: Transaction, request: ApprovalRequestEntity, votes: readonly ApprovalVoteEntity[]): Promise<void> {
    const waitsFor = stageTokens(currentStage(request), request.path);
    const barred = [...barredFrom(toState(request), votes.map(toCast)).keys()];
    const seenBy = [...new Set([...request.seenBy, ...waitsFor])];
    Object.assign(request, { waitsFor, barred, seenBy });
    const { stages, stage, claimedBy, remindAt, escalateAt } = request;
    await transaction.update(ApprovalRequestEntity, { id: request.id }, { waitsFor, barred, seenBy, stages, stage, claimedBy, remindAt, escalateAt });
  }
}

/** Members as the rules see them. */
export const toHolders = (members: readonly HolderRow[]): Holders => new Map(members.map(({ username, tokens }) => [`u/${username}`, tokens]));

/** A request as the rules see it. */
export function toState({ status, path, stage, stages, chain, authors, spec }: ApprovalRequestEntity): RequestState {
  return { status, path, stage, stages, chain, authors, spec };
}

/**
 * What a decision is about, as it is shown and given back: a vote that was meant for one stage does not count in the next, which somebody
 * else opened meanwhile.
 */
export const shownHash = ({ hash, stage }: Pick<ApprovalRequestEntity, 'hash' | 'stage'>): string => (stage === 0 ? hash : `${hash}.${stage}`);

/** A vote as the rules see it. */
export const toCast = ({ stage, voter, principal, vote, isEscalated }: ApprovalVoteEntity): CastVote => ({
  stage,
  voter,
  principal,
  vote,
  is_escalated: isEscalated,
});
