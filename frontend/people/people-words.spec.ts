import { describe, expect, test } from '@jest/globals';
import { matchesMember, withName, withoutName } from './people-words.ts';

const grace = { username: 'grace', name: 'Grace Hopper', email: 'hopper@acme.test', role: 'developer' as const };

describe('people', () => {
  test('are found by username, name and address, whatever the case', () => {
    for (const search of ['grace', 'HOPPER', 'acme.test']) expect(matchesMember(grace, { search })).toBe(true);
    expect(matchesMember(grace, { search: 'ada' })).toBe(false);
  });

  test('are narrowed by role', () => {
    expect(matchesMember(grace, { role: 'developer' })).toBe(true);
    expect(matchesMember(grace, { role: 'admin' })).toBe(false);
  });

  test('stand in a group once and in order', () => {
    expect(withName(['linus', 'ada'], 'grace')).toEqual(['ada', 'grace', 'linus']);
    expect(withName(['ada'], 'ada')).toEqual(['ada']);
    expect(withoutName(['ada', 'grace'], 'ada')).toEqual(['grace']);
  });
});
