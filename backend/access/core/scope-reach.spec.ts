import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actions, type Action } from './actions.ts';
import { hasScope } from './can.ts';
import { scopeReach } from './scope-reach.ts';

const path = fc.constantFrom('f/support/refund', 'f/support/orders/refund', 'f/supporter/refund', 'u/ada/refund');
const resource = fc.constantFrom('', '*', 'f/support/*', 'f/support/refund', 'u/ada/*', 'f/support/orders/*');
const scope = fc.tuple(fc.constantFrom('scripts', 'jobs', 'resources'), fc.constantFrom('read', 'write', 'run', '*'), resource).map((parts) => parts.join(':').replace(/:$/, ''));
const action = fc.constantFrom(...(Object.keys(actions) as Action[]));

describe('the reach of a token by its scopes', () => {
  test('covers exactly the paths that the rule for a single path covers', () => {
    fc.assert(
      fc.property(fc.option(fc.array(scope, { maxLength: 4 })), action, path, (scopes, asked, at) => {
        const reach = scopeReach(scopes, asked);
        const isCovered = reach === null || reach.paths.includes(at) || reach.prefixes.some((prefix) => at.startsWith(prefix));
        expect(isCovered).toBe(hasScope(scopes, asked, at));
      }),
    );
  });

  test('is everything for a token without scopes and nothing for one with scopes of another domain', () => {
    expect(scopeReach(null, 'scripts:read')).toBeNull();
    expect(scopeReach(['jobs:run'], 'scripts:read')).toEqual({ paths: [], prefixes: [] });
  });
});
