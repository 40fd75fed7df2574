import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MASTER_KEY } from '../../platform.ts';
import { deriveKey } from '../../secrets/master-key.ts';

const pattern = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/**
 * With a ticket somebody without an account asks for the result of the one run that they started: `<job id>.<mac>`. The id alone does not do,
 * since ids stand in logs and can be told to others.
 */
@Injectable()
export class RunTickets {
  private readonly key: KeyObject;

  constructor(@Inject(MASTER_KEY) masterKey: Buffer) {
    this.key = createSecretKey(deriveKey(masterKey, 'app-run-ticket'));
  }

  /** A ticket for a run in a workspace. */
  issue(workspaceId: string, jobId: string): string {
    return `${jobId}.${this.macOf(workspaceId, jobId).toString('base64url')}`;
  }

  /** The id of the run, or `null` for what is no ticket of this workspace. */
  read(workspaceId: string, ticket: string): string | null {
    const [, jobId = '', mac = ''] = pattern.exec(ticket) ?? [];
    if (jobId === '') return null;
    return timingSafeEqual(Buffer.from(mac, 'base64url'), this.macOf(workspaceId, jobId)) ? jobId : null;
  }

  private macOf(workspaceId: string, jobId: string): Buffer {
    return createHmac('sha256', this.key).update(`${workspaceId}\n${jobId}`).digest();
  }
}
