import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actions, levels, type Action, type Level, type Role } from './actions.ts';
import { anyAction, anyAuth, anyScopes, anyTarget } from '../../../test/support/access-arbitrary.ts';
import type { Auth } from './auth.ts';
import { can, hasScope, levelOn, type Target } from './can.ts';
import { reaches, reachOf } from './reach.ts';

const aSubject = (role: Role, changes: Partial<Auth> = {}): Auth => ({
  userId: 'id',
  email: 'ada@example.com',
  name: 'Ada',
  isSuperadmin: false,
  via: { kind: 'session', sessionId: 's' },
  scopes: null,
  boundWorkspace: null,
  workspaceId: 'acme',
  username: 'ada',
  role,
  groups: [],
  folders: new Map(),
  items: new Map(),
  ...changes,
});
const holding = (role: Role, level: Level) => aSubject(role, { folders: new Map([['shop', level]]) });
const refund: Target = { kind: 'script', path: 'f/shop/refund' };

describe('the rule of access', () => {
  const cases: [who: string, auth: Auth, action: Action, target: Target | undefined, allowed: boolean][] = [
    ['a developer without a grant', aSubject('developer'), 'scripts:read', refund, false],
    ['a developer who reads the folder', holding('developer', 'read'), 'scripts:read', refund, true],
    ['a developer who reads the folder', holding('developer', 'read'), 'jobs:run', refund, true],
    ['a developer who reads the folder', holding('developer', 'read'), 'scripts:write', refund, false],
    ['a developer who writes the folder', holding('developer', 'write'), 'scripts:write', refund, true],
    ['a developer who writes the folder', holding('developer', 'write'), 'grants:write', refund, false],
    ['a developer who owns the folder', holding('developer', 'owner'), 'grants:write', refund, true],
    ['a developer who owns the folder', holding('developer', 'owner'), 'folders:write', { kind: 'folder', path: 'shop' }, true],
    ['a developer who owns a folder with a longer name', holding('developer', 'owner'), 'scripts:read', { kind: 'script', path: 'f/shop2/refund' }, false],
    ['an operator who was granted write', holding('operator', 'write'), 'scripts:write', refund, false],
    ['an operator who was granted write', holding('operator', 'write'), 'jobs:run', refund, true],
    ['an operator in the own space', aSubject('operator'), 'scripts:write', { kind: 'script', path: 'u/ada/x' }, false],
    ['a developer in the own space', aSubject('developer'), 'scripts:write', { kind: 'script', path: 'u/ada/x' }, true],
    ['a developer in the space of somebody whose name begins alike', aSubject('developer'), 'scripts:read', { kind: 'script', path: 'u/adam/x' }, false],
    ['an admin in the space of somebody else', aSubject('admin'), 'scripts:write', { kind: 'script', path: 'u/bob/x' }, true],
    ['somebody with a grant on a script', aSubject('developer', { items: new Map([['script:f/shop/refund', 'write']]) }), 'scripts:write', refund, true],
    [
      'somebody with a grant on a resource of the same path',
      aSubject('developer', { items: new Map([['resource:f/shop/refund', 'write']]) }),
      'scripts:read',
      refund,
      false,
    ],
    ['an operator', aSubject('operator'), 'jobs:preview', undefined, false],
    ['a developer', aSubject('developer'), 'jobs:preview', undefined, true],
    ['a developer', aSubject('developer'), 'members:manage', undefined, false],
    ['an admin', aSubject('admin'), 'members:manage', undefined, true],
    ['an admin by a job', aSubject('admin', { via: { kind: 'job', jobId: 'j' } }), 'members:manage', undefined, false],
    ['an admin by a job', aSubject('admin', { via: { kind: 'job', jobId: 'j' } }), 'scripts:write', refund, true],
    [
      'an admin by a job, for a schedule that would outlive it',
      aSubject('admin', { via: { kind: 'job', jobId: 'j' } }),
      'schedules:write',
      { kind: 'schedule', path: 'f/shop/nightly' },
      false,
    ],
    ['an admin', aSubject('admin'), 'workspaces:create', undefined, false],
    ['a token for reading below the folder', aSubject('admin', { scopes: ['scripts:read:f/shop/*'] }), 'scripts:read', refund, true],
    [
      'a token for reading below the folder',
      aSubject('admin', { scopes: ['scripts:read:f/shop/*'] }),
      'scripts:read',
      { kind: 'script', path: 'f/shop2/x' },
      false,
    ],
    ['a token for reading below the folder, in lists', aSubject('admin', { scopes: ['scripts:read:f/shop/*'] }), 'scripts:read', undefined, true],
    ['a token for reading below the folder', aSubject('admin', { scopes: ['scripts:read:f/shop/*'] }), 'scripts:write', refund, false],
    ['a token for running one path', aSubject('admin', { scopes: ['jobs:run:f/shop/refund'] }), 'jobs:run', undefined, false],
    ['a token for writing', aSubject('admin', { scopes: ['scripts:write'] }), 'scripts:read', refund, true],
    ['a token for MCP', aSubject('admin', { scopes: ['mcp:f/shop/*'] }), 'mcp:use', undefined, true],
    ['a token for MCP', aSubject('admin', { scopes: ['mcp:f/shop/*'] }), 'mcp:use', refund, true],
    ['a token for MCP', aSubject('admin', { scopes: ['mcp:f/shop/*'] }), 'mcp:use', { kind: 'script', path: 'f/shop2/x' }, false],
    ['a token for MCP, at the API', aSubject('admin', { scopes: ['mcp:*'] }), 'jobs:run', refund, false],
    ['a token for running, at MCP', aSubject('admin', { scopes: ['jobs:run:f/shop/refund'] }), 'mcp:use', undefined, true],
    ['a token of another domain, at MCP', aSubject('admin', { scopes: ['scripts:read'] }), 'mcp:use', undefined, false],
    ['a token of another domain', aSubject('admin', { scopes: ['jobs:*'] }), 'scripts:read', refund, false],
  ];

  test.each(cases)('%s', (_who, auth, action, target, allowed) => {
    expect([action, target?.path, can(auth, action, target).allowed]).toEqual([action, target?.path, allowed]);
  });

  test('says of a token with scopes whether the action is missing, or only this path', () => {
    const target: Target = { kind: 'script', path: 'f/shop/report' };
    expect(can(aSubject('admin', { scopes: ['scripts:read'] }), 'jobs:run', target).because).toBe('The token has no scope jobs:run');
    expect(can(aSubject('admin', { scopes: ['jobs:run:f/shop/refund'] }), 'jobs:run', target).because).toBe('The token has no scope jobs:run for f/shop/report');
  });

  test('never lets a scope add anything: with scopes one may do a part of what one may do without', () => {
    fc.assert(
      fc.property(anyAuth, anyAction, fc.option(anyTarget, { nil: undefined }), anyScopes, (auth, action, target, scopes) => {
        if (can({ ...auth, scopes }, action, target).allowed) expect(can({ ...auth, scopes: null }, action, target).allowed).toBe(true);
      }),
    );
  });

  test('never lets an operator write, whatever was granted', () => {
    const writing = (Object.keys(actions) as Action[]).filter((action) => ['developer', 'write', 'owner', 'admin'].includes(actions[action]));
    fc.assert(
      fc.property(anyAuth, fc.constantFrom(...writing), fc.option(anyTarget, { nil: undefined }), (auth, action, target) => {
        expect(can({ ...auth, role: 'operator' }, action, target).allowed).toBe(false);
      }),
    );
  });

  test('lets an admin with a session do everything in the workspace', () => {
    const inWorkspace = (Object.keys(actions) as Action[]).filter((action) => (actions[action] as string) !== 'superadmin');
    fc.assert(
      fc.property(anyAuth, fc.constantFrom(...inWorkspace), fc.option(anyTarget, { nil: undefined }), (auth, action, target) => {
        expect(can({ ...auth, role: 'admin', scopes: null, via: { kind: 'session', sessionId: 's' } }, action, target).allowed).toBe(true);
      }),
    );
  });

  test('never takes anything away by granting more', () => {
    fc.assert(
      fc.property(anyAuth, anyAction, anyTarget, fc.constantFrom(...levels), (auth, action, target, level) => {
        const before = can(auth, action, target).allowed;
        const held = auth.folders.get('shop');
        const more = held === undefined || levels.indexOf(level) > levels.indexOf(held) ? level : held;
        if (before) expect(can({ ...auth, folders: new Map([...auth.folders, ['shop', more]]) }, action, target).allowed).toBe(true);
      }),
    );
  });

  test('always gives a reason', () => {
    fc.assert(
      fc.property(anyAuth, anyAction, anyTarget, (auth, action, target) => {
        expect(can(auth, action, target).because).not.toBe('');
      }),
    );
  });

  test('says the same about sets of paths as about one path', () => {
    fc.assert(
      fc.property(anyAuth, anyTarget, fc.constantFrom(...levels), (auth, target, level) => {
        if (target.kind === 'folder') return;
        const held = levelOn(auth, target).level;
        const isHeld = held !== undefined && levels.indexOf(held) >= levels.indexOf(level);
        expect(reaches(reachOf(auth, target.kind, level), target.path)).toBe(isHeld);
      }),
    );
  });

  test('refuses what is no path', () => {
    for (const path of ['', 'f/shop', 'f/../x', 'f/shop/..', 'F/shop/x', 'f/shop//x', 'f/shop/x ', 'f/shop/\u0430', '/f/shop/x', 'g/shop/x']) {
      expect(() => can(holding('developer', 'owner'), 'scripts:read', { kind: 'script', path })).toThrow(/is not a path/);
    }
  });
});

describe('a scope', () => {
  test.each([
    ['scripts:read', 'scripts:read', 'f/a/x', true],
    ['scripts:*', 'scripts:write', 'f/a/x', true],
    ['scripts:read:*', 'scripts:read', 'f/a/x', true],
    ['scripts:read:f/a/*', 'scripts:read', 'f/a/b/x', true],
    ['scripts:read:f/a/*', 'scripts:read', 'f/ab/x', false],
    ['scripts:read:f/a/x', 'scripts:read', 'f/a/x/y', false],
    ['scripts:read', 'scripts:write', 'f/a/x', false],
    ['script:read', 'scripts:read', 'f/a/x', false],
    ['', 'scripts:read', 'f/a/x', false],
  ] as const)('%s for %s at %s', (scope, action, path, covered) => {
    expect(hasScope([scope], action, path)).toBe(covered);
  });
});
