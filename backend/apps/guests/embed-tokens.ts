import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { MASTER_KEY } from '../../platform.ts';
import { deriveKey } from '../../secrets/master-key.ts';

const Claims = z.object({
  /** Of the app: a token does not follow another app to the same path. */
  app: z.uuid(),
  /** The member in whose name it was issued. */
  by: z.uuid(),
  id: z.string(),
  name: z.string(),
  email: z.string(),
  groups: z.array(z.string()),
  /** Seconds since 1970. */
  exp: z.number(),
});

/** What a token of an embedding site says: of which app, of which person, by whom and until when. */
export type EmbedClaims = z.infer<typeof Claims>;

const pattern = /^mre\.([A-Za-z0-9_-]{1,8000})\.([A-Za-z0-9_-]{43})$/;

/**
 * Tokens of people in a frame on another site: `mre.<claims>.<mac>`. They are of a form that no other way of proving who one is reads, so that
 * every route but those of the app refuses them, and nothing is stored. They end within an hour; before that they end with the right of who
 * issued them, or when the app is no longer embedded.
 */
@Injectable()
export class EmbedTokens {
  private readonly key: KeyObject;

  constructor(@Inject(MASTER_KEY) masterKey: Buffer) {
    this.key = createSecretKey(deriveKey(masterKey, 'app-embed-token'));
  }

  issue(claims: EmbedClaims): string {
    const text = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `mre.${text}.${this.macOf(text).toString('base64url')}`;
  }

  /** What a token says; `null` when it was not issued here, or its time is over. */
  read(token: string): EmbedClaims | null {
    const [, text = '', mac = ''] = pattern.exec(token) ?? [];
    if (text === '' || !timingSafeEqual(Buffer.from(mac, 'base64url'), this.macOf(text))) return null;
    const claims = Claims.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return claims.success && claims.data.exp * 1000 > Date.now() ? claims.data : null;
  }

  private macOf(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}
