import type { Statement } from '../database/database.ts';

/** A group with who is in it. */
export type GroupRow = { name: string; summary: string; version: number; members: string[]; managers: string[]; created_by: string; created_at: Date };

/** The groups of a workspace, or one of them, with the names of their members and of those who manage them. */
export const listGroups = (workspaceId: string, name: string | null): Statement => ({
  name: 'list_groups',
  text: `
    select g.name, g.summary, g.version, g.created_by, g.created_at, people.members, people.managers
    from group_ g
    cross join lateral (
      select coalesce(array_agg(m.username order by m.username), '{}') as members,
        coalesce(array_agg(m.username order by m.username) filter (where gm.is_manager), '{}') as managers
      from group_member gm
      join membership m on m.workspace_id = gm.workspace_id and m.user_id = gm.user_id
      where gm.workspace_id = g.workspace_id and gm.group_name = g.name
    ) people
    where g.workspace_id = $1 and ($2::text is null or g.name = $2)
    order by g.name`,
  values: [workspaceId, name],
});

/** Takes everyone out of group `$2` who is not named in `$3`. */
export const removePeople = `
  delete from group_member gm using membership m
  where gm.workspace_id = $1 and gm.group_name = $2 and m.workspace_id = gm.workspace_id and m.user_id = gm.user_id and m.username <> all ($3::text[])`;

/** Puts those named in `$3` into group `$2`, of whom those in `$4` manage it; who is in it keeps the date of joining. */
export const addPeople = `
  insert into group_member (workspace_id, group_name, user_id, is_manager)
  select $1, $2, m.user_id, m.username = any ($4::text[]) from membership m where m.workspace_id = $1 and m.username = any ($3::text[])
  on conflict (workspace_id, group_name, user_id) do update set is_manager = excluded.is_manager`;

/** Open requests for a decision in which `$2` (`g/<group>`) has a part, in the current stage or a later one. */
export const openApprovalsOf = `select count(*)::integer as count from approval_request where workspace_id = $1 and status = 'open' and seen_by @> array[$2::text]`;

/** Of the names in `$2`, those that no member of the workspace has. */
export const unknownNames = `select name from unnest($2::text[]) as name where not exists (select from membership m where m.workspace_id = $1 and m.username = name)`;
