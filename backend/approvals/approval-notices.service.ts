import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { untilAnswered } from '../database/until-answered.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { approvalNoticeTask } from '../queue/task-names.ts';
import { ApprovalNotifiers, type Recipient } from './approval-notifiers.ts';
import type { NoticeOccasion, Occasion } from './approval-queue.sql.ts';
import { ApprovalRequestEntity } from './approval.entity.ts';
import { ApprovalsRepository, toCast, toHolders, toState } from './approvals.repository.ts';
import { tokensOf } from './core/candidates.ts';
import { mayVote } from './core/may-vote.ts';
import { currentStage } from './core/stages.ts';
import type { HolderRow } from './holders.sql.ts';

/** People who are told of one request at most: more than that is a mailing list, not a question. */
const mostRecipients = 200;

/** Finds out whom to tell of a request, as things are when the row of the queue comes, and tells every channel; maybe nobody is to be told by name. */
@Injectable()
export class ApprovalNotices implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly notifiers: ApprovalNotifiers,
    private readonly tasks: QueueTaskRegistry,
  ) {}

  onModuleInit(): void {
    this.tasks.add(approvalNoticeTask, (payload) => this.handle(payload as { id: string; occasion: NoticeOccasion; stage: number }));
  }

  async handle({ id, occasion, stage }: { id: string; occasion: NoticeOccasion; stage: number }): Promise<void> {
    const request = await untilAnswered(() => this.database.manager.findOneBy(ApprovalRequestEntity, { id }));
    if (!request || (occasion !== 'ended' && (request.status !== 'open' || request.stage !== stage))) return;
    if (occasion === 'voted') {
      for (const notifier of this.notifiers.all()) await notifier.refresh?.(request);
      return;
    }
    const recipients = await untilAnswered(() => this.recipients(request, occasion));
    for (const notifier of this.notifiers.all()) {
      const told = await notifier.notify(request, occasion, recipients);
      if (told > 0)
        await this.repository.record(this.database.manager, id, {
          kind: 'notified',
          actor: 'system',
          channel: notifier.channel,
          stage,
          details: { occasion, people: told },
        });
    }
  }

  private async recipients(request: ApprovalRequestEntity, occasion: Occasion): Promise<Recipient[]> {
    const { manager } = this.database;
    const votes = await this.repository.votesOf(manager, [request.id]);
    if (occasion === 'ended') {
      const hasSelfEnded = votes.at(-1)?.voter === request.requestedBy || request.status === 'withdrawn';
      return hasSelfEnded ? [] : (await this.repository.membersWith(manager, request.workspaceId, [request.requestedBy])).map(toRecipient);
    }
    const tokens = occasion === 'escalated' ? tokensOf(currentStage(request).escalated, request.path) : request.waitsFor;
    const members = await this.repository.membersWith(manager, request.workspaceId, tokens);
    const holders = toHolders(members);
    const mayDecide = ({ username }: HolderRow) =>
      mayVote(toState(request), votes.map(toCast), { voter: `u/${username}`, principal: `u/${username}` }, holders).allowed;
    return members.filter(mayDecide).slice(0, mostRecipients).map(toRecipient);
  }
}

const toRecipient = ({ username, user_id: userId, email, name }: HolderRow): Recipient => ({ person: `u/${username}`, userId, email, name });
