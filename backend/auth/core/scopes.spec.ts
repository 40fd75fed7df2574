import { describe, expect, test } from '@jest/globals';
import { actionsOfScope } from './scopes.ts';

describe('a scope of a token', () => {
  test.each([
    ['scripts:read', ['scripts:read']],
    ['scripts:*', ['scripts:read', 'scripts:write']],
    ['jobs:run:f/support/*', ['jobs:run']],
    ['jobs:run:f/support/refund', ['jobs:run']],
    ['jobs:run:*', ['jobs:run']],
    ['members:read', ['members:read']],
    ['scripts:read:f/*', ['scripts:read']],
    ['mcp:*', ['mcp:use']],
    ['mcp:use', ['mcp:use']],
    ['mcp:f/support/*', ['mcp:use']],
    ['mcp:use:f/support/refund', ['mcp:use']],
  ])('%s stands for %j', (scope, actions) => {
    expect(actionsOfScope(scope)).toEqual({ actions });
  });

  test.each([
    '',
    '*',
    'scripts',
    'scripts:',
    ':read',
    'scripts:fly',
    'Scripts:read',
    'scripts:read:',
    'scripts:read:/f/a/x',
    'scripts:read:f/a',
    'scripts:read:f/../x',
    'scripts:read:f/a/*/x',
    'members:read:f/a/x',
    'mcp:f/a',
    'mcp:support',
    'mcp:f/../*',
  ])('"%s" is none', (scope) => {
    expect(actionsOfScope(scope)).toHaveProperty('problem');
  });
});
