import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack's own window: what is older, or from the future, is refused as replayed. */
export const signatureWindowSeconds = 300;

/** What a request says about who made it. `rawBody` are the bytes as they came: JSON that was read and written again is not what was signed. */
export type SignedRequest = { timestamp: string | undefined; signature: string | undefined; rawBody: Buffer };

/** Whether this request was made, within the last five minutes, by who knows the secret. Says nothing about why not. */
export function isSignedBy(secret: string, { timestamp, signature, rawBody }: SignedRequest, nowSeconds: number): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowSeconds - Number(timestamp)) > signatureWindowSeconds) return false;
  const expected = Buffer.from(signatureOf(secret, timestamp, rawBody));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The signature of Slack: version, time and body under the secret of the app. */
export function signatureOf(secret: string, timestamp: string, rawBody: Buffer): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;
}
