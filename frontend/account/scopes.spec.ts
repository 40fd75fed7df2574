import { describe, expect, test } from '@jest/globals';
import { actions } from '../../backend/access/core/actions.ts';
import { hasScope } from '../../backend/access/core/can.ts';
import { expiryOf, presets, scopeChoices, scopeOf, wordsOfScope } from './scopes.ts';

describe('the scopes of a token', () => {
  test('a folder means everything below it, a path means that path, nothing means everywhere', () => {
    expect(scopeOf({ action: 'jobs:run', path: 'f/support' })).toBe('jobs:run:f/support/*');
    expect(scopeOf({ action: 'jobs:run', path: 'f/support/' })).toBe('jobs:run:f/support/*');
    expect(scopeOf({ action: 'jobs:run', path: 'f/support/refund_order' })).toBe('jobs:run:f/support/refund_order');
    expect(scopeOf({ action: 'scripts:read', path: ' ' })).toBe('scripts:read');
  });

  test('what the builder writes, the access rule understands', () => {
    const scopes = [scopeOf({ action: 'jobs:run', path: 'f/support' })];
    expect(hasScope(scopes, 'jobs:run', 'f/support/refund_order')).toBe(true);
    expect(hasScope(scopes, 'jobs:run', 'f/finance/report')).toBe(false);
  });

  test('every choice and every preset is an action of the API', () => {
    const offered = [...scopeChoices().flatMap((group) => group.items.map((item) => item.value)), ...presets.flatMap((preset) => preset.lines.map((line) => line.action))];
    for (const action of offered) expect(Object.keys(actions)).toContain(action);
  });

  test('scopes read as sentences', () => {
    expect(wordsOfScope('jobs:run:f/support/*')).toBe('Run jobs below f/support');
    expect(wordsOfScope('scripts:*')).toBe('Everything with scripts');
    expect(wordsOfScope('mcp:f/support/*')).toBe('Use tools through MCP below f/support');
  });

  test('a lifetime in days ends that many days from now', () => {
    expect(expiryOf('7', new Date('2026-11-20T00:00:00Z'))).toBe('2026-11-27T00:00:00.000Z');
    expect(expiryOf('never', new Date())).toBeNull();
  });
});
