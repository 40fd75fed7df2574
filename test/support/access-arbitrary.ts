import fc from 'fast-check';
import { actions, levels, roles, type Action } from '../../backend/access/core/actions.ts';
import type { Auth, ItemKind } from '../../backend/access/core/auth.ts';
import type { Target } from '../../backend/access/core/can.ts';

/** Generators for property tests of the rule of access: few names, so that things meet. */
const folder = fc.constantFrom('shop', 'ops', 'shop2');
const username = fc.constantFrom('ada', 'bob');
const itemPath = fc.oneof(folder.map((name) => `f/${name}/x`), folder.map((name) => `f/${name}/deep/x`), username.map((name) => `u/${name}/x`));
const itemKind = fc.constantFrom<ItemKind>('script', 'resource', 'variable', 'schedule', 'flow');
const level = fc.constantFrom(...levels);

/** Any object. */
export const anyTarget: fc.Arbitrary<Target> = fc.oneof(fc.record({ kind: fc.constant('folder' as const), path: folder }), fc.record({ kind: itemKind, path: itemPath }));
/** Any action. */
export const anyAction: fc.Arbitrary<Action> = fc.constantFrom(...(Object.keys(actions) as Action[]));
/** Any scopes of a token, among them none. */
export const anyScopes = fc.option(fc.array(fc.tuple(anyAction, fc.constantFrom('', ':f/shop/*', ':f/shop/x', ':u/ada/*')).map(([action, rest]) => action + rest), { maxLength: 4 }), { nil: null });
/** Anybody with anything granted. */
export const anyAuth: fc.Arbitrary<Auth> = fc.record({
  userId: fc.constant('id'), email: fc.constant('ada@example.com'), name: fc.constant('Ada'), isSuperadmin: fc.boolean(),
  via: fc.constantFrom<Auth['via']>({ kind: 'session', sessionId: 's' }, { kind: 'token', tokenId: 't' }, { kind: 'job', jobId: 'j' }),
  scopes: anyScopes, boundWorkspace: fc.constant(null), workspaceId: fc.constant('acme'), username, role: fc.constantFrom(...roles), groups: fc.constant([]),
  folders: fc.array(fc.tuple(folder, level), { maxLength: 3 }).map((entries) => new Map(entries)),
  items: fc.array(fc.tuple(fc.tuple(itemKind, itemPath).map((parts) => parts.join(':')), level), { maxLength: 3 }).map((entries) => new Map(entries)),
});
