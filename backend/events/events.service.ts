import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth, type Identity } from '../access/core/auth.ts';
import { newId } from '../common/ids.ts';
import type { Transaction } from '../database/database.ts';
import { EventEntity } from './event.entity.ts';

/** What happened to which object. `action` is noun.verb in the past (`script.deployed`); `details` never holds a secret. */
export type NewEvent = {
  action: string;
  objectKind: string;
  objectPath: string;
  labels?: Record<string, unknown>;
  details?: Record<string, unknown>;
};

/** Who did it, when that is not a member in a workspace: the system itself, or a person who only signs in. */
export type EventActor = { workspaceId: string | null; actor: string; cause?: Record<string, unknown> };

/** Writes the one event log (D17). Audit, notifications and automations read from it; nothing is sent from a request. */
@Injectable()
export class Events {
  /** Appends an event in the transaction of the change that it tells of. */
  async record(transaction: Transaction, by: Auth | EventActor, event: NewEvent): Promise<void> {
    const actor = 'userId' in by ? { workspaceId: by.workspaceId, actor: subjectOf(by), cause: causeOf(by) } : by;
    await transaction.insert(EventEntity, {
      id: newId(),
      workspaceId: actor.workspaceId,
      actor: actor.actor,
      action: event.action,
      objectKind: event.objectKind,
      objectPath: event.objectPath,
      labels: event.labels ?? {},
      cause: actor.cause ?? {},
      details: event.details ?? {},
    });
  }
}

/** Through what someone acted: the session, the token or the job. */
function causeOf(identity: Identity): Record<string, unknown> {
  const { via } = identity;
  if (via.kind === 'session') return { session: via.sessionId };
  if (via.kind === 'schedule') return { schedule: via.scheduleId };
  if (via.kind === 'approval') return { approval: via.approvalId };
  if (via.kind === 'app') return { app: via.appId };
  if (via.kind === 'slack') return { slack: via.slackUserId };
  return via.kind === 'token' ? { token: via.tokenId } : { job: via.jobId };
}
