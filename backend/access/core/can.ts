import { parsePath } from '../../common/item-path.ts';
import { actions, levels, type Action, type Level, type Need } from './actions.ts';
import type { Auth, ItemKind } from './auth.ts';
import { isScopeFor, readScope, scopeReach } from './scope-reach.ts';

/** What is asked about. A folder has its name as path and the kind `folder`; no path means the workspace itself. */
export type Target = { kind: ItemKind | 'folder'; path: string };

/** The answer, with the reason in words that a person can act on. */
export type Decision = { allowed: boolean; because: string };

const rank = (level: Level | undefined): number => (level === undefined ? 0 : levels.indexOf(level) + 1);

/**
 * The whole rule of access, as one pure function: may `auth` do `action` to `target`?
 *
 * A token must carry the scope *and* its user must be allowed: scopes only narrow. Admins hold every path. Operators never
 * hold more than `read`, whatever was granted. Everyone owns `u/<their name>/`.
 */
export function can(auth: Auth, action: Action, target?: Target): Decision {
  if (!isInScope(auth.scopes, action, target?.path)) return { allowed: false, because: noScope(auth.scopes, action, target?.path) };
  const isJob = auth.via.kind !== 'session' && auth.via.kind !== 'token' && auth.via.kind !== 'slack';
  if (isJob && onlyByPeople.has(action))
    return { allowed: false, because: 'A job cannot decide or ask in the name of a person; use a token of your own for that' };
  if (isJob && neverByJob.has(action)) return { allowed: false, because: 'A job cannot change who may do what; use a token of your own for that' };
  const need: Need = actions[action];
  switch (need) {
    case 'member':
      return { allowed: true, because: 'Member of the workspace' };
    case 'developer':
      return auth.role === 'operator'
        ? { allowed: false, because: 'Operators run and look; they do not build' }
        : { allowed: true, because: `Role ${auth.role}` };
    case 'admin':
      return auth.role === 'admin' ? { allowed: true, because: 'Admin of the workspace' } : { allowed: false, because: 'Only admins of the workspace may' };
    case 'superadmin':
      return auth.isSuperadmin ? { allowed: true, because: 'Runs the installation' } : { allowed: false, because: 'Only who runs the installation may' };
    default:
      return target === undefined ? canSomewhere(auth, need) : canReach(auth, need, target);
  }
}

/**
 * What the identity of a job must not do: the code was written by one person and runs as another, and a script must not
 * make its author an admin when an admin runs it. Nor may it leave a schedule behind, or release an app that runs as its author: that would go on as this person for ever.
 */
const neverByJob: ReadonlySet<Action> = new Set<Action>([
  'apps:embed',
  'apps:write',
  'members:manage',
  'workspace:manage',
  'workspaces:create',
  'grants:write',
  'groups:write',
  'schedules:write',
  'tokens:manage',
]);

/** A decision is that of a person: code that happens to run as somebody must not give it, nor ask for one in that name. */
const onlyByPeople: ReadonlySet<Action> = new Set<Action>(['approvals:decide', 'approvals:request']);

/** A scope for some paths opens the lists of its domain, and MCP with its lists of tools: they narrow to these paths (`visiblePaths`). Nothing else opens without a path. */
function isInScope(scopes: readonly string[] | null, action: Action, path: string | undefined): boolean {
  if (path !== undefined || !(action.endsWith(':read') || action === 'mcp:use')) return hasScope(scopes, action, path);
  const reach = scopeReach(scopes, action);
  return reach === null || reach.paths.length + reach.prefixes.length > 0;
}

/** Who gave a token some paths is told which one is missing, and not that the action is. */
function noScope(scopes: readonly string[] | null, action: Action, path: string | undefined): string {
  const reach = scopeReach(scopes, action);
  const isForOthers = path !== undefined && reach !== null && reach.paths.length + reach.prefixes.length > 0;
  return `The token has no scope ${action}${isForOthers ? ` for ${path}` : ''}`;
}

/** Without a target the question is whether such an action is possible at all; lists and creation narrow by path later. */
function canSomewhere(auth: Auth, need: Level): Decision {
  if (need !== 'read' && auth.role === 'operator') return { allowed: false, because: 'Operators run and look; they do not build' };
  return { allowed: true, because: `Role ${auth.role}` };
}

function canReach(auth: Auth, need: Level, target: Target): Decision {
  const held = levelOn(auth, target);
  if (rank(held.level) >= rank(need)) return { allowed: true, because: held.because };
  if (need !== 'read' && auth.role === 'operator') return { allowed: false, because: 'Operators run and look; they do not build' };
  return { allowed: false, because: held.level ? `Needs ${need}, has ${held.level}: ${held.because}` : held.because };
}

/** The best level that `auth` holds on a target, and why. */
export function levelOn(auth: Auth, target: Target): { level: Level | undefined; because: string } {
  if (auth.role === 'admin') return { level: 'owner', because: 'Admin of the workspace' };
  const best = bestGrant(auth, target);
  const isCapped = auth.role === 'operator' && rank(best.level) > rank('read');
  return isCapped ? { level: 'read', because: `${best.because}; operators only read and run` } : best;
}

function bestGrant(auth: Auth, target: Target): { level: Level | undefined; because: string } {
  if (target.kind === 'folder') return folderGrant(auth, target.path);
  const { space, owner } = parsePath(target.path);
  if (space === 'user' && owner === auth.username) return { level: 'owner', because: 'Own space' };
  const byFolder = space === 'folder' ? folderGrant(auth, owner) : { level: undefined, because: `The space of ${owner}` };
  const byItem = auth.items.get(`${target.kind}:${target.path}`);
  return rank(byItem) > rank(byFolder.level) ? { level: byItem, because: `Granted ${byItem} on this ${target.kind}` } : byFolder;
}

function folderGrant(auth: Auth, folder: string): { level: Level | undefined; because: string } {
  const level = auth.folders.get(folder);
  return level ? { level, because: `Granted ${level} on folder ${folder}` } : { level: undefined, because: `No grant on folder ${folder}` };
}

/**
 * Whether the scopes of a token cover an action. `scripts:read` covers every path, `jobs:run:f/support/*` those below a
 * prefix, `jobs:run:f/support/refund` exactly one. `*` as verb covers all verbs of a domain, `write` covers `read`.
 */
export function hasScope(scopes: readonly string[] | null, action: Action, path?: string): boolean {
  if (scopes === null) return true;
  return scopes.map(readScope).some((scope) => {
    if (!isScopeFor(scope, action)) return false;
    if (scope.path === '' || scope.path === '*') return true;
    if (path === undefined) return false;
    return scope.path.endsWith('/*') ? path.startsWith(scope.path.slice(0, -1)) : path === scope.path;
  });
}
