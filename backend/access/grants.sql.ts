import type { Statement } from '../database/database.ts';
import type { ObjectKind } from './access.contract.ts';
import type { Level, Role } from './core/actions.ts';
import type { Target } from './core/can.ts';

/** A grant as stored. */
export type GrantRow = { object_kind: ObjectKind; object_path: string; subject: string; level: Level; created_by: string; created_at: Date };

/** A member with their groups. */
export type HolderRow = { username: string; name: string; role: Role; groups: string[] };

/** The grants on exactly this object. */
export const listGrants = (workspaceId: string, target: Target): Statement => ({
  name: 'list_grants',
  text: `
    select object_kind, object_path, subject, level, created_by, created_at from grant_
    where workspace_id = $1 and object_kind = $2 and object_path = $3
    order by array_position(array['owner', 'write', 'read'], level), subject`,
  values: [workspaceId, target.kind, target.path],
});

/** The grants that decide about an object: on it, and on the folder `$4` that it lies in (`null` in a personal space). */
export const listDecidingGrants = (workspaceId: string, target: Target, folder: string | null): Statement => ({
  name: 'list_deciding_grants',
  text: `
    select object_kind, object_path, subject, level, created_by, created_at from grant_
    where workspace_id = $1 and ((object_kind = $2 and object_path = $3) or (object_kind = 'folder' and object_path = $4))`,
  values: [workspaceId, target.kind, target.path, folder],
});

/** All active members with their groups, in one statement however many there are. */
export const listHolders = (workspaceId: string): Statement => ({
  name: 'list_holders',
  text: `
    select m.username, u.name, m.role, coalesce(array_agg(gm.group_name order by gm.group_name) filter (where gm.group_name is not null), '{}') as groups
    from membership m
    join "user" u on u.id = m.user_id and u.disabled_at is null
    left join group_member gm on gm.workspace_id = m.workspace_id and gm.user_id = m.user_id
    where m.workspace_id = $1 and m.disabled_at is null
    group by m.username, u.name, m.role
    order by m.username`,
  values: [workspaceId],
});

/** Tables in which the objects of a kind stand. Kinds that are not here cannot be granted on yet. */
const existence: Partial<Record<Target['kind'], string>> = {
  folder: `select from folder where workspace_id = $1 and name = $2 for key share`,
  agent: `select from agent where workspace_id = $1 and path = $2 and archived_at is null for key share`,
  app: `select from app where workspace_id = $1 and path = $2 and archived_at is null for key share`,
  flow: `select from flow where workspace_id = $1 and path = $2 and archived_at is null for key share`,
  script: `select from script where workspace_id = $1 and path = $2 and archived_at is null for key share`,
  resource: `select from resource where workspace_id = $1 and path = $2 for key share`,
  schedule: `select from schedule where workspace_id = $1 and path = $2 for key share`,
  variable: `select from variable where workspace_id = $1 and path = $2 for key share`,
};

/** Finds the object of a grant and keeps it until the transaction ends; `null` for a kind without objects. */
export const lockObject = (workspaceId: string, target: Target): Statement | null => {
  const text = existence[target.kind];
  return text === undefined ? null : { text, values: [workspaceId, target.path] };
};
