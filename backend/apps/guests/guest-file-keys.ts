import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MASTER_KEY } from '../../platform.ts';
import { deriveKey } from '../../secrets/master-key.ts';

/**
 * By its key somebody without an account shows that a file is theirs: to send its parts, to take it back, and to hand it to a run. The id alone
 * does not do, since it stands in arguments and logs. Nothing is stored; only the page that began the upload ever gets the key.
 */
@Injectable()
export class GuestFileKeys {
  private readonly key: KeyObject;

  constructor(@Inject(MASTER_KEY) masterKey: Buffer) {
    this.key = createSecretKey(deriveKey(masterKey, 'guest-file'));
  }

  /** The key of a file of an app. */
  issue(workspaceId: string, id: string): string {
    return this.macOf(workspaceId, id).toString('base64url');
  }

  isKeyOf(workspaceId: string, id: string, given: string): boolean {
    const mac = this.macOf(workspaceId, id);
    const bytes = Buffer.from(given, 'base64url');
    return bytes.length === mac.length && timingSafeEqual(bytes, mac);
  }

  private macOf(workspaceId: string, id: string): Buffer {
    return createHmac('sha256', this.key).update(`${workspaceId}\n${id}`).digest();
  }
}
