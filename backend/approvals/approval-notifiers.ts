import { Injectable } from '@nestjs/common';
import type { Occasion } from './approval-queue.sql.ts';
import type { ApprovalRequestEntity } from './approval.entity.ts';

/** Somebody who is told of a request. */
export type Recipient = { person: string; userId: string; email: string; name: string };

/** Port: a channel through which people are told of requests. `backend/approvals/` has e-mail; chats register their own. */
export type ApprovalNotifier = {
  /** Name of the channel, as it stands in the record. */
  channel: string;
  /**
   * Tells these people, of whom there may be none, or has them told by tasks of its own; gives how many. It is called from the queue, never within a request, and
   * may be called again for the same occasion after a crash. One that rejects is called again later.
   */
  notify(request: ApprovalRequestEntity, occasion: Occasion, recipients: readonly Recipient[]): Promise<number>;
  /** Brings what it has shown of a request up to date, after a vote that does not end it. Called as `notify` is. */
  refresh?(request: ApprovalRequestEntity): Promise<void>;
};

/** The channels. Register in `onModuleInit`. */
@Injectable()
export class ApprovalNotifiers {
  private readonly notifiers: ApprovalNotifier[] = [];

  add(notifier: ApprovalNotifier): void {
    this.notifiers.push(notifier);
  }

  all(): readonly ApprovalNotifier[] {
    return this.notifiers;
  }
}
