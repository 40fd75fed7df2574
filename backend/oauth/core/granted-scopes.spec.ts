import { describe, expect, test } from '@jest/globals';
import { isWithin, requestedScopes } from './granted-scopes.ts';

describe('what a client may ask for', () => {
  test.each([
    [undefined, ['mcp:*']],
    ['', ['mcp:*']],
    ['offline_access', ['mcp:*']],
    ['mcp:f/support/* offline_access mcp:f/support/*', ['mcp:f/support/*']],
  ])('%j stands for %j', (text, scopes) => expect(requestedScopes(text)).toEqual({ scopes }));

  test.each(['scripts:write', 'mcp:* jobs:run', 'mcp:', 'mcp:f/../x', 'mcp:fly'])('%s is refused', (text) =>
    expect(requestedScopes(text)).toHaveProperty('refused'),
  );
});

describe('what a person may answer', () => {
  test.each([
    [['mcp:*'], 'mcp:*', true],
    [['mcp:*'], 'mcp:f/support/*', true],
    [['mcp:f/support/*'], 'mcp:f/support/*', true],
    [['mcp:f/support/*'], 'mcp:f/support/refund', true],
    [['mcp:f/support/*'], 'mcp:f/support/deep/*', true],
    [['mcp:f/support/*'], 'mcp:*', false],
    [['mcp:f/support/*'], 'mcp:use', false],
    [['mcp:f/support/*'], 'mcp:f/finance/*', false],
    [['mcp:f/support/refund'], 'mcp:f/support/*', false],
    [['mcp:*'], 'jobs:run', false],
    [['mcp:*'], '*', false],
  ] as const)('asked for %j, %s: %s', (requested, scope, isAllowed) => expect(isWithin(requested, scope)).toBe(isAllowed));
});
