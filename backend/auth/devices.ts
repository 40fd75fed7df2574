import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MASTER_KEY } from '../platform.ts';
import { deriveKey } from '../secrets/master-key.ts';
import { isSameSecret } from './credentials.ts';

/**
 * Marks browsers in which someone has signed in before, by a signed cookie `<user id>.<device id>.<mac>`. The mark grants
 * nothing: guesses from such a browser are counted for it alone, so that strangers who guess cannot lock its owner out.
 */
@Injectable()
export class Devices {
  private readonly key: Buffer;

  constructor(@Inject(MASTER_KEY) masterKey: Buffer) {
    this.key = deriveKey(masterKey, 'device-cookie');
  }

  /** A mark for a browser in which this user has just signed in. */
  issue(userId: string): string {
    const claim = `${userId}.${randomBytes(16).toString('hex')}`;
    return `${claim}.${this.macOf(claim)}`;
  }

  /** The device's id, when the cookie is ours and belongs to this user. */
  read(cookie: string | undefined, userId: string | undefined): string | null {
    const [owner, device, mac, ...rest] = (cookie ?? '').split('.');
    if (!owner || !device || !mac || rest.length > 0 || owner !== userId) return null;
    return isSameSecret(mac, this.macOf(`${owner}.${device}`)) ? device : null;
  }

  private macOf(claim: string): string {
    return createHmac('sha256', this.key).update(claim).digest('base64url');
  }
}
