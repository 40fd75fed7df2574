import { describe, expect, it } from '@jest/globals';
import { notifyPresence, readPresenceNotice } from './presence.ts';

const notice = { w: 'acme', p: 'f/support/desk', c: 'window', u: 'ada', n: 'Ada King', s: { page: 'home', selection: ['button'] } };
const payloadOf = (given: typeof notice): string => String(notifyPresence(given).values?.[0]);

describe('telling who is in an app', () => {
  it('brings a notice over as it is', () => {
    expect(readPresenceNotice(payloadOf(notice))).toEqual(notice);
  });

  it('leaves out what is selected where it is too long for one notice', () => {
    const long = { ...notice, s: { page: 'home', selection: Array.from({ length: 50 }, (_none, index) => `${'ü'.repeat(100)}${index}`) } };
    expect(readPresenceNotice(payloadOf(long))).toEqual({ ...notice, s: { page: 'home', selection: [] } });
  });

  it('ignores what is none', () => {
    expect(readPresenceNotice('no json')).toBeNull();
    expect(readPresenceNotice('{"w":"acme"}')).toBeNull();
  });
});
