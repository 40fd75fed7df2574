import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSignedBy, signatureOf, signatureWindowSeconds } from './verify-signature.ts';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const body = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
const signed = { timestamp: '1531420618', signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503', rawBody: body };
const then = 1_531_420_618;

describe('the signature of Slack', () => {
  test('is accepted for the example of its documentation', () => {
    expect(isSignedBy(secret, signed, then)).toBe(true);
    expect(isSignedBy(secret, signed, then + signatureWindowSeconds)).toBe(true);
  });

  test('is refused when it is older than five minutes, from the future, or without a time', () => {
    for (const now of [then + signatureWindowSeconds + 1, then - signatureWindowSeconds - 1]) expect(isSignedBy(secret, signed, now)).toBe(false);
    for (const timestamp of [undefined, '', 'now', '1531420618.5', '-1', `${'9'.repeat(13)}`])
      expect(isSignedBy(secret, { ...signed, timestamp }, then)).toBe(false);
  });

  test('is refused for another secret, another body, another form', () => {
    expect(isSignedBy('another', signed, then)).toBe(false);
    expect(isSignedBy(secret, { ...signed, rawBody: Buffer.concat([body, Buffer.from('&x=1')]) }, then)).toBe(false);
    for (const signature of [
      undefined,
      '',
      'v0=',
      `v1${signed.signature.slice(2)}`,
      signed.signature.slice(0, -1),
      signed.signature.toUpperCase(),
      'ü'.repeat(signed.signature.length),
    ])
      expect(isSignedBy(secret, { ...signed, signature }, then)).toBe(false);
  });

  test('holds for any bytes as they came, and for no other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
        const [rawBody, otherBody] = [Buffer.from(one), Buffer.from(other)];
        const signature = signatureOf(secret, String(then), rawBody);
        expect(isSignedBy(secret, { timestamp: String(then), signature, rawBody }, then)).toBe(true);
        expect(isSignedBy(secret, { timestamp: String(then), signature, rawBody: otherBody }, then)).toBe(rawBody.equals(otherBody));
      }),
    );
  });
});
