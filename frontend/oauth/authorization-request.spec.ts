import { describe, expect, test } from '@jest/globals';
import { authorizationRequestOf, scopesOf, wordsOfReach } from './authorization-request.ts';

describe('what a client asks for', () => {
  test('is read from the address, without what does not belong there', () => {
    expect(authorizationRequestOf('?client_id=a&scope=mcp%3A*%20mcp%3Af%2Fa%2F*&prompt=none&resource=http%3A%2F%2Fx%2Fmcp')).toEqual({
      client_id: 'a',
      scope: 'mcp:* mcp:f/a/*',
      resource: 'http://x/mcp',
    });
  });

  test('can be answered as it was asked, or with some folders', () => {
    expect(scopesOf(['mcp:*'], { kind: 'all' })).toEqual(['mcp:*']);
    expect(scopesOf(['mcp:*'], { kind: 'some', prefixes: ['f/support', 'u/ada'] })).toEqual(['mcp:f/support/*', 'mcp:u/ada/*']);
  });

  test.each([
    ['mcp:*', 'Everything that you may run'],
    ['mcp:use', 'Everything that you may run'],
    ['mcp:f/support/*', 'What lies in f/support'],
    ['mcp:use:f/support/refund', 'f/support/refund'],
  ])('%s reads "%s"', (scope, words) => expect(wordsOfReach(scope)).toBe(words));
});
