import { describe, expect, test } from '@jest/globals';
import { hrefOfObject, knownActions, wordsOfAction, wordsOfCause } from './audit-words.ts';

describe('the audit log in words', () => {
  test('an action is a noun and what happened to it', () => {
    expect(wordsOfAction('script.deployed')).toBe('Script deployed');
    expect(wordsOfAction('user.password_changed')).toBe('User password changed');
  });

  test('the cause says through what it was done', () => {
    expect(wordsOfCause({ session: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11' })).toBe('Session');
    expect(wordsOfCause({ token: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11' })).toBe('Token 7d9a1c11');
    expect(wordsOfCause({ token: 'first start' })).toBe('First start');
    expect(wordsOfCause({})).toBe('Millrace itself');
  });

  test('objects lead to their pages, and things without a page nowhere', () => {
    expect(hrefOfObject('acme', 'script', 'f/support/refund_order')).toBe('/w/acme/scripts/f/support/refund_order');
    expect(hrefOfObject('acme', 'session', '')).toBeNull();
  });

  test('the filter lists its actions in order and once', () => {
    expect([...new Set(knownActions)].sort()).toEqual([...knownActions]);
  });
});
