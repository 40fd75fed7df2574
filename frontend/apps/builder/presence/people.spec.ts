import { describe, expect, it } from '@jest/globals';
import type { AppPresence } from '../../../../backend/jobs/live.contract.ts';
import { eachOnce, heard, isNew, stillHere } from './people.ts';

const word = (client: string, username: string, selection: string[] | null): AppPresence => ({
  workspace: 'acme',
  path: 'f/support/desk',
  client,
  username,
  name: username,
  spot: selection && { page: 'home', selection },
});

describe('who else is in an app', () => {
  const two = heard(heard([], word('b', 'ada', ['button']), 1000), word('a', 'bo', []), 2000);

  it('is heard of in any order, and keeps its place', () => {
    expect(two.map(({ client }) => client)).toEqual(['a', 'b']);
    expect(heard(two, word('b', 'ada', ['text']), 3000).map(({ selection }) => selection)).toEqual([[], ['text']]);
  });

  it('goes with a word, or after a while without one', () => {
    expect(heard(two, word('b', 'ada', null), 3000).map(({ client }) => client)).toEqual(['a']);
    expect(stillHere(two, 41_500).map(({ client }) => client)).toEqual(['a']);
    expect(stillHere(two, 3000)).toBe(two);
  });

  it('is new with the first word only', () => {
    expect(isNew(two, word('c', 'cy', []))).toBe(true);
    expect(isNew(two, word('a', 'bo', ['text']))).toBe(false);
    expect(isNew(two, word('c', 'cy', null))).toBe(false);
  });

  it('is one person, whatever the number of windows', () => {
    expect(eachOnce(heard(two, word('c', 'ada', []), 3000)).map(({ username }) => username)).toEqual(['bo', 'ada']);
  });
});
