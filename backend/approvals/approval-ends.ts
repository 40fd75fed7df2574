import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import type { Ending } from '../waits/wait.ts';
import { Waits } from '../waits/waits.service.ts';
import { notifyApproval, queueNotice, unqueueApproval } from './approval-queue.sql.ts';
import { ApprovalRequestEntity, type ApprovalVoteEntity } from './approval.entity.ts';
import type { ApprovalStatus } from './approvals.contract.ts';
import { ApprovalsRepository } from './approvals.repository.ts';
import { RunRequestTargets } from './run-request-targets.ts';

/** How a request ends. `because` tells people why, where nobody decided. */
export type End = { status: Exclude<ApprovalStatus, 'open'>; now: Date; by: Auth | { actor: string }; channel: string; because?: string };

/** The one place in which a request ends: its row, its record, and what waited for it, in the transaction of the caller, who holds the lock. */
@Injectable()
export class ApprovalEnds {
  constructor(
    private readonly repository: ApprovalsRepository,
    private readonly waits: Waits,
    private readonly events: Events,
    private readonly targets: RunRequestTargets,
  ) {}

  async end(
    transaction: Transaction,
    request: ApprovalRequestEntity,
    votes: readonly ApprovalVoteEntity[],
    { status, now, by, channel, because }: End,
  ): Promise<void> {
    const runJobId = status === 'approved' && request.runDraft ? await this.targets.start(transaction, request, votes) : null;
    const told = [...request.waitsFor, request.requestedBy, ...votes.flatMap(({ voter, principal }) => [voter, principal])];
    const seenBy = [...new Set([...request.seenBy, ...votes.flatMap(({ voter, principal }) => [voter, principal])])];
    const changes = { status, endedAt: now, waitsFor: [], barred: [], seenBy, runJobId, remindAt: null, escalateAt: null };
    const { affected } = await transaction.update(ApprovalRequestEntity, { id: request.id, status: 'open' }, changes);
    if (affected !== 1) throw new Error(`Approval ${request.id} ended twice`);
    Object.assign(request, changes);
    const actor = 'actor' in by ? by.actor : `u/${by.username}`;
    await this.repository.record(transaction, request.id, {
      kind: kinds[status],
      actor,
      channel,
      details: { outcome: status, ...(because ? { because } : {}), ...(runJobId ? { job_id: runJobId } : {}) },
    });
    if (request.waitId !== null && status !== 'void') await this.waits.end(transaction, { waitId: request.waitId, ending: endingOf(status, votes) });
    await this.events.record(transaction, 'actor' in by ? { workspaceId: request.workspaceId, actor } : by, {
      action: `approval.${status === 'void' ? 'voided' : status}`,
      objectKind: 'approval',
      objectPath: request.path,
      labels: request.labels,
      details: {
        id: request.id,
        title: request.title,
        step: request.step,
        job_id: request.jobId,
        run_job_id: runJobId,
        votes: votes.map(({ voter, principal, vote }) => ({ voter, principal, vote })),
      },
    });
    await runIn(transaction, unqueueApproval(request.id));
    await runIn(transaction, queueNotice(request.id, 'ended', request.stage));
    await runIn(transaction, notifyApproval(request.workspaceId, [...new Set(told)]));
  }
}

const kinds = { approved: 'ended', rejected: 'ended', expired: 'expired', withdrawn: 'withdrawn', void: 'voided' } as const;

/** What who waits is told: every vote with its values, in the order in which they came. */
function endingOf(outcome: 'approved' | 'rejected' | 'expired' | 'withdrawn', votes: readonly ApprovalVoteEntity[]): Ending {
  return {
    by: 'approval',
    outcome,
    votes: votes.map(({ id, voter, vote, comment, formValues }) => ({ id, by: voter, vote, comment, values: (formValues ?? {}) as JsonObject as Json })),
  };
}
