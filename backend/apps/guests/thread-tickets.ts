import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MASTER_KEY } from '../../platform.ts';
import { deriveKey } from '../../secrets/master-key.ts';

const pattern = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** Whose a conversation of a guest is: of the app that they use, and of the person whom a site around it vouches for. */
export type ThreadHolder = { workspaceId: string; appId: string; createdBy: string };

/** With a ticket somebody without an account goes on in the one conversation that they began: `<thread id>.<mac>`. It holds in one app, and for one person of an embedding site. */
@Injectable()
export class ThreadTickets {
  private readonly key: KeyObject;

  constructor(@Inject(MASTER_KEY) masterKey: Buffer) {
    this.key = createSecretKey(deriveKey(masterKey, 'app-thread-ticket'));
  }

  /** A ticket for a conversation. */
  issue(holder: ThreadHolder, threadId: string): string {
    return `${threadId}.${this.macOf(holder, threadId).toString('base64url')}`;
  }

  /** The id of the conversation, or `null` for what is no ticket of this holder. */
  read(holder: ThreadHolder, ticket: string): string | null {
    const [, threadId = '', mac = ''] = pattern.exec(ticket) ?? [];
    if (threadId === '') return null;
    return timingSafeEqual(Buffer.from(mac, 'base64url'), this.macOf(holder, threadId)) ? threadId : null;
  }

  private macOf({ workspaceId, appId, createdBy }: ThreadHolder, threadId: string): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([workspaceId, appId, createdBy, threadId]))
      .digest();
  }
}
