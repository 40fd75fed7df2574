import { parsePath } from '../../common/item-path.ts';
import { levels, type Level, type Role } from './actions.ts';
import type { Auth } from './auth.ts';
import { levelOn, type Target } from './can.ts';

/** A member, as far as access is concerned. */
export type Holder = { username: string; role: Role; groups: readonly string[] };

/** A grant that may matter for a target: on it, or on the folder that it lies in. */
export type HeldGrant = { object_kind: string; object_path: string; subject: string; level: Level };

/** What someone may do with a target, and every way in which they may. */
export type Explanation = { level: Level | null; because: string[] };

/**
 * Why someone holds what they hold on a target, strongest way first. The level is that of `levelOn`, the rule that also
 * decides; this only puts the ways into words.
 */
export function explain(holder: Holder, grants: readonly HeldGrant[], target: Target): Explanation {
  const own = grants.filter(({ subject }) => subject === `u/${holder.username}` || (subject.startsWith('g/') && holder.groups.includes(subject.slice(2))));
  const { level } = levelOn(toAuth(holder, own), target);
  const ways = own.filter((grant) => matters(grant, target)).sort((left, right) => levels.indexOf(right.level) - levels.indexOf(left.level)).map((grant) => inWords(grant));
  if (holder.role === 'admin') ways.unshift('Admin of the workspace');
  if (isOwnSpace(holder, target)) ways.unshift('Own space');
  if (holder.role === 'operator' && level !== undefined) ways.push('Operators only read and run');
  return { level: level ?? null, because: ways };
}

function isOwnSpace(holder: Holder, target: Target): boolean {
  if (target.kind === 'folder') return false;
  const { space, owner } = parsePath(target.path);
  return space === 'user' && owner === holder.username;
}

function matters(grant: HeldGrant, target: Target): boolean {
  if (grant.object_kind === target.kind) return grant.object_path === target.path;
  if (grant.object_kind !== 'folder' || target.kind === 'folder') return false;
  const { space, owner } = parsePath(target.path);
  return space === 'folder' && owner === grant.object_path;
}

function inWords({ object_kind: kind, object_path: path, subject, level }: HeldGrant): string {
  const place = kind === 'folder' ? `folder ${path}` : `this ${kind}`;
  return subject.startsWith('g/') ? `Granted ${level} on ${place} through group ${subject.slice(2)}` : `Granted ${level} on ${place}`;
}

/** The holder as the subject of the rule, with nothing but these grants. */
function toAuth(holder: Holder, grants: readonly HeldGrant[]): Auth {
  const folders = new Map<string, Level>();
  const items = new Map<string, Level>();
  for (const { object_kind: kind, object_path: path, level } of grants) {
    const [held, key] = kind === 'folder' ? [folders, path] as const : [items, `${kind}:${path}`] as const;
    const before = held.get(key);
    if (before === undefined || levels.indexOf(level) > levels.indexOf(before)) held.set(key, level);
  }
  return { userId: '', email: '', name: '', isSuperadmin: false, via: { kind: 'session', sessionId: '' }, scopes: null, boundWorkspace: null, workspaceId: '', ...holder, folders, items };
}
