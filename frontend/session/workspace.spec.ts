import { describe, expect, test } from '@jest/globals';
import { navigationFor } from '../shell/navigation.ts';
import { newThings } from '../shell/new-things.ts';
import { readPreferences } from './preferences.ts';
import { proposeUsername } from './usernames.ts';
import { chooseWorkspace } from './workspace.ts';

const me = {
  id: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11',
  email: 'ada@acme.test',
  name: 'Ada',
  is_superadmin: false,
  preferences: {},
  memberships: [
    { workspace: 'acme', workspace_name: 'Acme', username: 'ada', role: 'admin' as const },
    { workspace: 'lab', workspace_name: 'Lab', username: 'ada', role: 'operator' as const },
  ],
};

describe('the workspace of a page', () => {
  test('is that of the address; another one is never shown in its place', () => {
    expect(chooseWorkspace(me, 'lab', 'acme')?.id).toBe('lab');
    expect(chooseWorkspace(me, 'secret', 'acme')).toBeNull();
  });

  test('outside of any is the last one, else the first', () => {
    expect(chooseWorkspace(me, undefined, 'lab')?.id).toBe('lab');
    expect(chooseWorkspace(me, undefined, 'gone')?.id).toBe('acme');
    expect(chooseWorkspace({ ...me, memberships: [] }, undefined, null)).toBeNull();
  });
});

describe('the rail', () => {
  const idsFor = (workspace: string): string[] => {
    const current = chooseWorkspace(me, workspace, null);
    return current ? navigationFor(current).flatMap((section) => section.items.map((item) => item.id)) : [];
  };

  test('shows an operator only what operators do', () => {
    expect(idsFor('lab')).toEqual(['home', 'apps', 'chat', 'approvals', 'scripts', 'flows', 'runs']);
  });

  test('has a letter for each page, and each letter once', () => {
    const keys = navigationFor({ canBuild: true, isAdmin: true }).flatMap((section) => section.items.map((item) => item.key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(idsFor('acme')).toContain('audit');
  });

  test('new things begin in the folder in which one stands', () => {
    expect(newThings('acme', 'f/support').map((thing) => thing.href)).toContain('/w/acme/scripts/new?folder=f%2Fsupport');
    expect(newThings('acme', null).map((thing) => thing.href)).toContain('/w/acme/resources?new=1');
  });
});

describe('preferences', () => {
  test('take what is usable and fall back for the rest', () => {
    expect(readPreferences({ theme: 'purple', density: 'compact', panes: { editor: 40, bad: 'x' }, isRailCollapsed: 1 })).toEqual({
      theme: 'system',
      density: 'compact',
      isRailCollapsed: false,
      panes: { editor: 40 },
      workspace: null,
    });
    expect(readPreferences(null).theme).toBe('system');
  });
});

describe('the proposed username', () => {
  test('has only letters that a name may have', () => {
    expect(proposeUsername('Ada.King+work@acme.test')).toBe('ada.king_work');
    expect(proposeUsername('.hidden@acme.test')).toBe('hidden');
  });
});
